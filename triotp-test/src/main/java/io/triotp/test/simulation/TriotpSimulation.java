package io.triotp.test.simulation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run again and again, each time in a {@link Simulation} with another
 * seed, which is its parameter. It fails with the first seed that does, with what the
 * failure needs at least, and with how to run just that. What the test keeps between
 * steps belongs into its local variables: there is one object of its class for all runs.
 *
 * <p>
 * Three system properties replay one run: {@code triotp.simulation.seed},
 * {@code triotp.simulation.faults} and {@code triotp.simulation.clients}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Test
@ExtendWith(SimulationExtension.class)
public @interface TriotpSimulation {

	/**
	 * {@return how many seeds are tried, from 1 on}
	 */
	int seeds() default 200;

}
