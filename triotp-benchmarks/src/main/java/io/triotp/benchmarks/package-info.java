/**
 * This library beside a bare baseline and Pekko, measured in one run. The same work in
 * Erlang/OTP is in {@code src/main/erlang}.
 */
@NullMarked
package io.triotp.benchmarks;

import org.jspecify.annotations.NullMarked;
