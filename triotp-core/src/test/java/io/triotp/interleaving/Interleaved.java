package io.triotp.interleaving;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.triotp.interleaving.loom.InterleavingExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run under many schedules, each of them decided by a seed: who goes on at
 * each access to memory that threads share. The library is woven for it, so a class of
 * such tests must not have fields that others fill.
 *
 * <p>
 * {@code -Dtriotp.windows=true} prints how many schedules have met what a test looks for,
 * {@code -Dtriotp.schedule=4711} runs one schedule and tells who was where,
 * {@code -Dtriotp.schedules=100000} so many of each test, {@code -Dtriotp.schedules.from}
 * those from a seed on.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(InterleavingExtension.class)
public @interface Interleaved {

	/**
	 * {@return how many schedules}
	 */
	int schedules() default 3_500;

	/**
	 * {@return what must have been met in one schedule of fifty, or the test shows
	 * nothing; see {@link Schedule#met}}
	 */
	String[] windows() default {};

}
