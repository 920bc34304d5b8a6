package io.triotp.capacity;

import java.util.concurrent.locks.LockSupport;

/**
 * A class whose initialisation blocks, which pins a virtual thread on every JDK.
 */
final class BlockingInitializer {

	static {
		LockSupport.parkNanos(1_000);
	}

	private BlockingInitializer() {
	}

}
