/**
 * A node and its trees as people and programs look at them: values, and the same as text.
 * Knows the core only, neither Spring nor HTTP, so that an application without an
 * actuator can look too.
 */
@NullMarked
package io.triotp.spring.boot.view;

import org.jspecify.annotations.NullMarked;
