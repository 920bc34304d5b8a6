package io.triotp.spring.boot.lifecycle;

import java.util.Optional;

/**
 * What is known of declared trees beside their specifications, such as the beans their
 * children are made of. Nothing is known of trees made by code.
 */
public interface DeclaredBeans {

	/**
	 * {@return the name of the bean a child is made of, nothing if that is not known}
	 * @param path the place of the child
	 */
	Optional<String> beanAt(String path);

	/**
	 * {@return whether an application is started with the context, nothing if it is not
	 * declared}
	 * @param application its name
	 */
	Optional<Boolean> isStarted(String application);

}
