package io.triotp.supervisor;

import java.util.stream.Stream;

/**
 * The children a supervisor knows, for any thread that looks.
 */
interface KnownChildren {

	int size();

	/**
	 * {@return the children; weakly consistent}
	 */
	Stream<Child> stream();

}
