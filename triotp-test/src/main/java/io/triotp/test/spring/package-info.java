/**
 * Tests of supervised beans in a Spring context that has nothing else: a slice, as those
 * of Spring Boot are. Needs Spring Boot and the starter on the class path.
 */
@NullMarked
package io.triotp.test.spring;

import org.jspecify.annotations.NullMarked;
