package io.triotp.virtual;

/**
 * What virtual servers of one name have done so far.
 *
 * @param active how many have a process now
 * @param activations how often one was given a process
 * @param passivations how often one was let go because it was idle
 */
public record VirtualCounts(int active, long activations, long passivations) {

}
