/**
 * Tests of processes and trees without sleeping: time that a test moves, processes that
 * record what they get, waiting for what happens, faults on purpose, and a node for each
 * test that must leave nothing behind.
 */
@NullMarked
package io.triotp.test;

import org.jspecify.annotations.NullMarked;
