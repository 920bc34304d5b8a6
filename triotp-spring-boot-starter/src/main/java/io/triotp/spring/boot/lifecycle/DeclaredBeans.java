package io.triotp.spring.boot.lifecycle;

import java.util.Optional;

/**
 * Which beans the children of declared trees are made of. Nothing is known of trees made
 * by code.
 */
@FunctionalInterface
public interface DeclaredBeans {

	/**
	 * {@return the name of the bean a child is made of, nothing if that is not known}
	 * @param path the place of the child
	 */
	Optional<String> beanAt(String path);

}
