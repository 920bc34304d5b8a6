package io.triotp.supervisor;

/**
 * A supervisor tells itself to start a child again: at once, so that other requests come
 * in between (OTP V29), or after a delay.
 *
 * @param child which
 * @param ticket valid unless something has happened to the child in between
 * @param granted whether this restart has been counted already
 */
record Retry(Child child, int ticket, boolean granted) {

}
