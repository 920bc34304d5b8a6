package io.triotp.spring.boot.lifecycle;

import java.util.Optional;

/**
 * What the configuration knows of trees that their specifications do not show. Nothing is
 * known of applications made by code.
 */
public interface DeclaredTrees {

	/**
	 * {@return how long an application may take to stop, nothing if that is not known}
	 * @param application its name
	 */
	Optional<ShutdownBudget> shutdownBudget(String application);

	/**
	 * {@return the name of the bean a child is made of, nothing if that is not known}
	 * @param application the name of its application
	 * @param child its id
	 */
	Optional<String> beanOf(String application, String child);

}
