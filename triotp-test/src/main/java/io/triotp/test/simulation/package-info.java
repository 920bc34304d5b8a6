/**
 * A simulated world: the processes of a node run one at a time, in an order and at times
 * that a seed decides, so that hours pass in milliseconds and whatever goes wrong goes
 * wrong again with the same seed.
 */
@NullMarked
package io.triotp.test.simulation;

import org.jspecify.annotations.NullMarked;
