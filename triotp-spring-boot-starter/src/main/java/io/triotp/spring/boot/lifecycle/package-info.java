/**
 * Starts and stops the applications with the context, each in the phase its dependencies
 * ask for. Works on specifications: it does not know how an application was declared.
 */
@NullMarked
package io.triotp.spring.boot.lifecycle;

import org.jspecify.annotations.NullMarked;
