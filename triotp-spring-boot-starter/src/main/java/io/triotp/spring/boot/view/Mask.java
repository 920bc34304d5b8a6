package io.triotp.spring.boot.view;

import org.jspecify.annotations.Nullable;

/**
 * Replaces values that nobody must see.
 */
@FunctionalInterface
public interface Mask {

	/** All values are seen. */
	Mask NONE = (name, value) -> value;

	/**
	 * {@return the value, or what is shown instead} Called in the process the value
	 * belongs to.
	 * @param name where it was found, such as {@code card.number} or {@code items[0]}
	 * @param value the value
	 */
	@Nullable Object apply(String name, @Nullable Object value);

}
