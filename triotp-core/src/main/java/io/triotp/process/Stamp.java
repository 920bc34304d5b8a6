package io.triotp.process;

import java.time.Instant;

/**
 * When and where an event happened.
 *
 * @param sequence its number in its node: 1 for the first event that had a listener; of
 * two events on one thread, the later one has the higher number
 * @param at when, on the wall clock of the node
 * @param path the path of the process: its place in the tree, its label or the class of
 * its code
 */
public record Stamp(long sequence, Instant at, String path) {

}
