package io.triotp.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The conformance cases that a test covers, such as {@code SUP-01}; on a class, by all
 * its tests together. {@code docs/conformance.md} is made of these.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE })
public @interface Conformance {

	String[] value();

}
