package io.triotp.spring.boot.view;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.triotp.process.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * Makes maps, lists, texts and numbers of a value, small enough to be shown, whatever it
 * is: it may be endless, contain itself or fail to print.
 * <p>
 * Maintainer's note: records and collections are looked into, because those are what
 * states are made of and a mask needs names; all else is what its {@code toString} says.
 * Private fields are not read, as their class has not agreed to it. What a
 * {@code toString} says cannot be masked by name: a server whose state has such parts
 * says with {@code formatStatus} what of it may be seen.
 */
final class Rendering {

	static final int MAX_DEPTH = 6;

	/** So many entries of one collection. */
	static final int MAX_ENTRIES = 50;

	/** So many entries in all. */
	static final int MAX_TOTAL = 1_000;

	private static final String MORE = "...";

	private final Mask mask;

	private int left = MAX_TOTAL;

	Rendering(Mask mask) {
		this.mask = mask;
	}

	/**
	 * {@return what is shown of a value}
	 * @param name its name, for the mask
	 * @param value the value
	 */
	@Nullable Object render(String name, @Nullable Object value) {
		return render(name, value, 0);
	}

	private @Nullable Object render(String name, @Nullable Object value, int depth) {
		Object seen = this.mask.apply(name, value);
		this.left--;
		return switch (seen) {
			case null -> null;
			case Boolean truth -> truth;
			case Byte number -> number;
			case Short number -> number;
			case Integer number -> number;
			case Long number -> number;
			case Float number when Float.isFinite(number) -> number;
			case Double number when Double.isFinite(number) -> number;
			case Optional<?> optional -> render(name, optional.orElse(null), depth);
			case AtomicReference<?> reference when depth < MAX_DEPTH -> render(name, reference.get(), depth + 1);
			case Map.Entry<?, ?> entry when depth < MAX_DEPTH ->
				entries(name, Collections.singletonMap(entry.getKey(), entry.getValue()), depth);
			case Map<?, ?> map -> (depth < MAX_DEPTH) ? entries(name, map, depth) : folded(seen);
			case Collection<?> collection ->
				(depth < MAX_DEPTH) ? elements(name, collection.iterator(), collection.size(), depth) : folded(seen);
			case Record each -> (depth < MAX_DEPTH) ? components(name, each, depth) : folded(seen);
			case Object array when array.getClass().isArray() ->
				(depth < MAX_DEPTH) ? elements(name, array, depth) : folded(seen);
			default -> text(seen);
		};
	}

	private Map<String, @Nullable Object> entries(String name, Map<?, ?> map, int depth) {
		Map<String, @Nullable Object> shown = new LinkedHashMap<>();
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			if (isFull(shown.size())) {
				shown.put(MORE, (map.size() - shown.size()) + " more");
				break;
			}
			String key = key(name, entry.getKey(), shown.size());
			shown.put(key, render(below(name, key), entry.getValue(), depth + 1));
		}
		return shown;
	}

	/**
	 * A key is a value too: it is masked, and one that is more than a word is not shown.
	 */
	private String key(String name, @Nullable Object key, int index) {
		Object seen = this.mask.apply(name + "[" + index + "].key", key);
		return switch (seen) {
			case CharSequence word -> text(word);
			case Number number -> text(number);
			case Boolean truth -> text(truth);
			case Character letter -> text(letter);
			case Enum<?> constant -> text(constant);
			case UUID id -> text(id);
			case null -> "null";
			default -> seen.getClass().getName() + " " + index;
		};
	}

	private Map<String, @Nullable Object> components(String name, Record value, int depth) {
		Map<String, @Nullable Object> shown = new LinkedHashMap<>();
		for (RecordComponent component : value.getClass().getRecordComponents()) {
			if (this.left <= 0) {
				shown.put(MORE, "more");
				break;
			}
			shown.put(component.getName(), render(below(name, component.getName()), read(component, value), depth + 1));
		}
		return shown;
	}

	private static @Nullable Object read(RecordComponent component, Record value) {
		Method accessor = component.getAccessor();
		try {
			accessor.trySetAccessible();
			return accessor.invoke(value);
		}
		catch (ReflectiveOperationException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			return "(" + component.getName() + " cannot be read: " + cause.getClass().getName() + ")";
		}
	}

	private List<@Nullable Object> elements(String name, Object array, int depth) {
		int length = Array.getLength(array);
		Iterator<@Nullable Object> elements = IntStream.range(0, length)
			.<@Nullable Object>mapToObj((index) -> Array.get(array, index))
			.iterator();
		return elements(name, elements, length, depth);
	}

	private List<@Nullable Object> elements(String name, Iterator<?> elements, int size, int depth) {
		List<@Nullable Object> shown = new ArrayList<>();
		while (elements.hasNext()) {
			if (isFull(shown.size())) {
				shown.add(MORE + " " + (size - shown.size()) + " more");
				break;
			}
			shown.add(render(name + "[" + shown.size() + "]", elements.next(), depth + 1));
		}
		return shown;
	}

	private boolean isFull(int shown) {
		return shown >= MAX_ENTRIES || this.left <= 0;
	}

	private static String below(String name, String key) {
		return name.isEmpty() ? key : name + "." + key;
	}

	private static String folded(Object value) {
		return value.getClass().getName() + " " + MORE;
	}

	private static String text(@Nullable Object value) {
		return SafeText.of(value);
	}

}
