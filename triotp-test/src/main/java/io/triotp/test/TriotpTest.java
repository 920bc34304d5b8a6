package io.triotp.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.triotp.node.Node;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a class a {@link Node} of its own, as a parameter of the test or of
 * a method that runs before each. When the test is over, its applications are stopped and
 * the node is closed; a test fails if it leaves something behind: a process whose starter
 * has ended, or code that runs on after its process was killed. With a failure come the
 * last messages that were sent, as a sequence diagram of Mermaid.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(NodeExtension.class)
public @interface TriotpTest {

	/**
	 * {@return whether time stands still until the test moves it: then a parameter of
	 * type {@link ManualTime} is that of the node}
	 */
	boolean manualTime() default false;

}
