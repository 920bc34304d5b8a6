/**
 * Auto-configuration for TriOTP: puts the parts together. The only package that may know
 * all others; none knows it.
 */
@NullMarked
package io.triotp.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
