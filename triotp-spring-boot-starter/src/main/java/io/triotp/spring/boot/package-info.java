/**
 * What an application meets of TriOTP in a Spring Boot context: the annotation and the
 * callback it may use, the properties it writes, the applications it gets. Knows the core
 * and Spring, and no other package of this module.
 */
@NullMarked
package io.triotp.spring.boot;

import org.jspecify.annotations.NullMarked;
