package io.triotp.spring.boot.observation;

import org.springframework.util.ClassUtils;

/**
 * Takes what the thread of a sender knows, such as the logging context and whatever else
 * has a {@code ThreadLocalAccessor}, to the thread of the handler.
 */
interface Propagation {

	/** Takes nothing along. */
	Propagation NONE = () -> () -> () -> {
	};

	/**
	 * {@return the propagation of Micrometer, if that is on the class path}
	 */
	static Propagation available() {
		boolean present = ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory",
				Propagation.class.getClassLoader());
		return present ? new SnapshotPropagation() : NONE;
	}

	/**
	 * {@return what the calling thread knows}
	 */
	Snapshot capture();

	/** What a thread knew. */
	@FunctionalInterface
	interface Snapshot {

		/**
		 * Lets the calling thread know it too.
		 * @return ends that, on the same thread
		 */
		Restored restore();

	}

	/** Ends what {@link Snapshot#restore} began. */
	@FunctionalInterface
	interface Restored extends AutoCloseable {

		@Override
		void close();

	}

}
