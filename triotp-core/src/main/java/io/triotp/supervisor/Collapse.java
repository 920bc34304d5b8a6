package io.triotp.supervisor;

import io.triotp.Pure;

/**
 * How a supervisor gave up, as far as the supervisor above must know it to tell a tree
 * that collapses again and again from one that collapses now and then.
 *
 * @param since monotonic time at which the first child ended of those whose restarts were
 * too many, however deep
 * @param rest for how many nanoseconds its successor must be at rest before this is
 * forgotten
 */
@Pure
record Collapse(long since, long rest) {

	/** For how many of its periods the successor must be at rest. */
	static final int CALM_PERIODS = 10;

}
