/**
 * Auto-configuration for TriOTP.
 */
@NullMarked
package io.triotp.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
