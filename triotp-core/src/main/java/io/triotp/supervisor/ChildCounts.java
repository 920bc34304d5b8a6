package io.triotp.supervisor;

/**
 * How many children a supervisor has (OTP V39, D10).
 *
 * @param specs all of them
 * @param active those with a process
 * @param supervisors those that are supervisors, running or not
 * @param workers those that are workers, running or not
 */
public record ChildCounts(int specs, int active, int supervisors, int workers) {

}
