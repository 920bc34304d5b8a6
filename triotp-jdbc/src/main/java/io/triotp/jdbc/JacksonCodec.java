package io.triotp.jdbc;

import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.triotp.durable.StateCodec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/**
 * States as JSON. Names of classes are never stored, so classes may be renamed and moved.
 *
 * @param <S> the state, usually a record
 */
public final class JacksonCodec<S> implements StateCodec<S> {

	private final JsonMapper mapper;

	private final ObjectWriter writer;

	private final ObjectReader reader;

	private final Class<S> type;

	private final int schema;

	/** From which version of the form each leads to the next. */
	private final Map<Integer, UnaryOperator<JsonNode>> upcasts;

	private JacksonCodec(JsonMapper mapper, Class<S> type, int schema, Map<Integer, UnaryOperator<JsonNode>> upcasts) {
		this.mapper = mapper;
		this.writer = mapper.writerFor(type);
		this.reader = mapper.readerFor(type);
		this.type = type;
		this.schema = schema;
		this.upcasts = upcasts;
	}

	/**
	 * {@return a codec for states whose form has never changed: version 1}
	 * @param <S> the state
	 * @param mapper how JSON is written and read
	 * @param type the class of all states
	 * @throws IllegalArgumentException if the class has several kinds of instances, and
	 * does not say how JSON names them
	 */
	public static <S> JacksonCodec<S> of(JsonMapper mapper, Class<S> type) {
		Objects.requireNonNull(mapper, "mapper");
		Objects.requireNonNull(type, "type");
		boolean several = type.isInterface() || Modifier.isAbstract(type.getModifiers());
		JsonTypeInfo info = type.getAnnotation(JsonTypeInfo.class);
		if (several && info == null) {
			throw new IllegalArgumentException(type.getName() + " has several kinds of instances, so what is stored "
					+ "must say which one it is: annotate it with @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)");
		}
		if (info != null && (info.use() == JsonTypeInfo.Id.CLASS || info.use() == JsonTypeInfo.Id.MINIMAL_CLASS)) {
			throw new IllegalArgumentException(
					type.getName() + " would have names of classes stored, which could not be "
							+ "renamed any more: annotate it with @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)");
		}
		return new JacksonCodec<>(mapper, type, 1, Map.of());
	}

	/**
	 * {@return a codec for states whose form has changed once more}
	 * @param upcast makes the new form out of the one before, as JSON; called when a
	 * state is read that was stored before the change
	 */
	public JacksonCodec<S> changed(UnaryOperator<JsonNode> upcast) {
		Objects.requireNonNull(upcast, "upcast");
		Map<Integer, UnaryOperator<JsonNode>> all = new TreeMap<>(this.upcasts);
		all.put(this.schema, upcast);
		return new JacksonCodec<>(this.mapper, this.type, this.schema + 1, all);
	}

	@Override
	public int schema() {
		return this.schema;
	}

	@Override
	public byte[] encode(S state) {
		return this.writer.writeValueAsBytes(state);
	}

	@Override
	public S decode(byte[] bytes, int from) {
		if (from > this.schema || from < 1) {
			throw new IllegalStateException("A state of " + this.type.getName() + " was stored in form " + from
					+ ", but this program knows the forms 1 to " + this.schema
					+ ". A newer version of it has run with this database");
		}
		if (from == this.schema) {
			return this.reader.readValue(bytes);
		}
		JsonNode form = this.mapper.readTree(bytes);
		for (int version = from; version < this.schema; version++) {
			form = Objects.requireNonNull(this.upcasts.get(version), "upcast").apply(form);
		}
		return this.reader.readValue(form);
	}

}
