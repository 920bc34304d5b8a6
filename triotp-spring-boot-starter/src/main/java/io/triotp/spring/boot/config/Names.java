package io.triotp.spring.boot.config;

import java.util.Set;

import io.triotp.process.SafeText;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * What processes, and the beans that refer to them, can be called.
 */
final class Names {

	/** That of a process, as the node has it. */
	static final int MAX_LENGTH = 255;

	/** What begins so is ours. */
	private static final String OURS = "triotp.";

	/** A context asks for these by name, or makes them, when we are done. */
	private static final Set<String> OF_SPRING = Set.of(AbstractApplicationContext.MESSAGE_SOURCE_BEAN_NAME,
			AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
			AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
			ConfigurableApplicationContext.BOOTSTRAP_EXECUTOR_BEAN_NAME,
			ConfigurableApplicationContext.CONVERSION_SERVICE_BEAN_NAME,
			ConfigurableApplicationContext.LOAD_TIME_WEAVER_BEAN_NAME, "servletContext", "servletConfig",
			"contextParameters", "contextAttributes");

	private Names() {
	}

	/**
	 * {@return why something cannot be an id or the name of an application, {@code null}
	 * if it can}
	 * @param what what it is
	 * @param part the id or the name
	 * @param process the name its process gets
	 */
	static @Nullable String unfit(String what, String part, String process) {
		String reason = unfitForProcess(process);
		return (reason == null && (part.isBlank() || part.contains("/") || !SafeText.of(part).equals(part)))
				? what + " must not contain a slash or control characters, nor be blank." : reason;
	}

	/**
	 * {@return why a process cannot have a name, {@code null} if it can}
	 * @param name the name
	 */
	static @Nullable String unfitForProcess(String name) {
		if (name.length() > MAX_LENGTH) {
			return "The name of the process would have " + name.length() + " characters, and it can have " + MAX_LENGTH
					+ ".";
		}
		return SafeText.of(name).equals(name) ? null : "The name of a process must not contain control characters.";
	}

	/**
	 * {@return why a bean that refers to a process cannot have its name, {@code null} if
	 * it can}
	 * @param name the name
	 * @param beans those there are
	 */
	static @Nullable String unfitForBean(String name, ChildBeans beans) {
		if (name.startsWith(BeanFactory.FACTORY_BEAN_PREFIX)) {
			return "The reference to the child is a bean of its name, and that must not begin with "
					+ BeanFactory.FACTORY_BEAN_PREFIX + ".";
		}
		return (name.startsWith(OURS) || OF_SPRING.contains(name) || beans.isTaken(name))
				? "The reference to the child is a bean of its name, and '" + name + "' is the name of another bean."
				: null;
	}

}
