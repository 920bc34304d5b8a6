package io.triotp.supervisor;

import java.util.stream.Stream;

/**
 * The children a supervisor knows, readable by any thread.
 */
interface KnownChildren {

	int size();

	/**
	 * {@return the children; weakly consistent}
	 */
	Stream<Child> stream();

}
