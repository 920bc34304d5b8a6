package io.triotp.process;

import java.time.Instant;

/**
 * When and where an event happened.
 *
 * @param sequence its number in its node: 1 for the first one that anybody listened to;
 * of two events of one thread the later one has the higher number
 * @param at when, on the wall clock of the node
 * @param path the place of the process in its tree, or what people call it
 */
public record Stamp(long sequence, Instant at, String path) {

}
