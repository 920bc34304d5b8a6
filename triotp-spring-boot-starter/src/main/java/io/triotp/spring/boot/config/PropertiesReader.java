package io.triotp.spring.boot.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.supervisor.Shutdown;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.ClassUtils;

/**
 * Reads the properties with Spring Boot's binder, which stops at the first value it
 * cannot convert: this notes the problem and goes on as if nothing had been said there.
 */
final class PropertiesReader extends AbstractBindHandler {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("triotp");

	private final Binder binder;

	private final ConfigurationProblems problems;

	PropertiesReader(Iterable<ConfigurationPropertySource> sources, PlaceholdersResolver placeholders,
			ConfigurationProblems problems) {
		ApplicationConversionService conversion = new ApplicationConversionService();
		conversion.addConverter(new ChildConverter());
		conversion.addConverter(new ShutdownConverter());
		conversion.addConverter(String.class, Duration.class, Durations::parse);
		conversion.addConverter(Number.class, Duration.class, (number) -> Durations.parse(number.toString()));
		this.binder = new Binder(sources, placeholders, conversion, null, null);
		this.problems = problems;
	}

	/**
	 * {@return what is written, with the defaults for what is not}
	 * @throws InvalidApplicationsException if a single value stands where all should be
	 */
	TriOtpProperties read() {
		TriOtpProperties read = this.binder.bindOrCreate(ROOT, Bindable.of(TriOtpProperties.class), this);
		if (read == null) {
			this.problems.throwIfAny();
		}
		return Objects.requireNonNull(read);
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) {
		if (error instanceof UnboundConfigurationPropertiesException unbound && isChildren(target)) {
			return readOneByOne(name, unbound);
		}
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(target.getType().resolve(Object.class));
		Object value = valueOf(context, error);
		if ((type == Duration.class || type == Shutdown.class) && Durations.isWithoutUnit(value)) {
			this.problems.add(name.toString(), "It has no unit.", "Write one: " + Durations.withUnits(value) + ".");
		}
		else {
			this.problems.add(name.toString(), reason(type, error), action(type));
		}
		return null;
	}

	/** Placeholders are resolved in what the converter got. */
	private static @Nullable Object valueOf(BindContext context, Exception error) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (cause instanceof ConversionFailedException failed) {
				return failed.getValue();
			}
		}
		ConfigurationProperty property = context.getConfigurationProperty();
		return (property != null) ? property.getValue() : null;
	}

	private static boolean isChildren(Bindable<?> target) {
		return Collection.class.isAssignableFrom(target.getType().resolve(Object.class))
				&& target.getType().resolveGeneric(0) == TriOtpProperties.Child.class;
	}

	/** The binder ends a list at the first item that has no key it knows. */
	private List<TriOtpProperties.Child> readOneByOne(ConfigurationPropertyName list,
			UnboundConfigurationPropertiesException unbound) {
		int last = unbound.getUnboundProperties()
			.stream()
			.map((property) -> property.getName()
				.getElement(list.getNumberOfElements(), ConfigurationPropertyName.Form.ORIGINAL))
			.filter((index) -> index.chars().allMatch(Character::isDigit))
			.mapToInt(Integer::parseInt)
			.max()
			.orElse(-1);
		List<TriOtpProperties.Child> children = new ArrayList<>();
		for (int i = 0; i <= last; i++) {
			children.add(this.binder.bind(list.append("[" + i + "]"), Bindable.of(TriOtpProperties.Child.class), this)
				.orElseGet(() -> ChildConverter.child(null)));
		}
		return children;
	}

	private static String reason(Class<?> type, Exception error) {
		if (type == Duration.class) {
			return "It is not a duration.";
		}
		if (type == Shutdown.class) {
			return "It is neither a duration of 0 or more nor one of the words infinity and brutal-kill.";
		}
		if (type.isEnum()) {
			return "It is none of the words that can stand here.";
		}
		if (type.isRecord()) {
			return "A single value cannot stand here.";
		}
		if (Number.class.isAssignableFrom(type)) {
			return "It is not " + ((type == Double.class) ? "a number." : "a whole number.");
		}
		return (type == Boolean.class) ? "It is neither true nor false." : "It cannot be read: " + rootMessage(error);
	}

	private static String rootMessage(Throwable error) {
		Throwable cause = error;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return String.valueOf(cause.getMessage());
	}

	private static String action(Class<?> type) {
		if (type == Duration.class) {
			return "Write a number with its unit, such as 500ms, 5s or 2m.";
		}
		if (type == Shutdown.class) {
			return "Write a number with its unit, such as 500ms, 5s or 2m, or infinity, or brutal-kill.";
		}
		if (type.isEnum()) {
			return "Valid values: " + String.join(", ", words(type)) + ".";
		}
		if (type.isRecord()) {
			return "Write some of the keys " + String.join(", ", UnknownKeys.keysOf(type)) + " below it.";
		}
		return "Correct the value.";
	}

	static List<String> words(Class<?> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((each) -> ((Enum<?>) each).name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
	}

}
