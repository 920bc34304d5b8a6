package io.triotp.supervisor;

/**
 * How many children a supervisor has (OTP V39, D10).
 *
 * @param specs all children
 * @param active the children that have a process
 * @param supervisors the children that are supervisors, running or not
 * @param workers the children that are workers, running or not
 */
public record ChildCounts(int specs, int active, int supervisors, int workers) {

}
