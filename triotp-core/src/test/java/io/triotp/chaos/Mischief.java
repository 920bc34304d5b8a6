package io.triotp.chaos;

import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;

/**
 * All kinds of ways in which code fails.
 */
enum Mischief {

	/** An unchecked exception. */
	UNCHECKED {
		@Override
		Throwable made() {
			return new IllegalStateException("mischief");
		}
	},
	/** A checked exception. */
	CHECKED {
		@Override
		Throwable made() {
			return new java.io.IOException("mischief");
		}
	},
	/** An assertion that fails. */
	ASSERTION {
		@Override
		Throwable made() {
			return new AssertionError("mischief");
		}
	},
	/** Memory that runs out, as code sees it. */
	MEMORY {
		@Override
		Throwable made() {
			return new OutOfMemoryError("mischief");
		}
	},
	/** A stack that really overflows. */
	STACK {
		@Override
		Throwable made() {
			try {
				deeper(0);
				return new AssertionError("an endless stack");
			}
			catch (StackOverflowError ex) {
				return ex;
			}
		}
	},
	/** A class that is not there. */
	LINKAGE {
		@Override
		Throwable made() {
			return new NoClassDefFoundError("mischief");
		}
	},
	/** A thread that is told to die. */
	@SuppressWarnings("removal")
	DEATH {
		@Override
		Throwable made() {
			return new ThreadDeath();
		}
	},
	/** An interrupt that is nobody's. */
	INTERRUPT {
		@Override
		Throwable made() {
			return new InterruptedException("mischief");
		}
	},
	/** An exception that cannot tell its message. */
	SPEECHLESS {
		@Override
		Throwable made() {
			return new IllegalStateException() {
				@Override
				public String getMessage() {
					throw new IllegalStateException("nor this");
				}
			};
		}
	},
	/** An orderly end with a reason. */
	EXIT {
		@Override
		Throwable made() {
			return new ExitException(ExitReason.failure("mischief"));
		}
	};

	abstract Throwable made();

	/** Throws it, whatever it is. */
	void strike() {
		Mischief.<RuntimeException>sneak(made());
	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> void sneak(Throwable thrown) throws X {
		throw (X) thrown;
	}

	private static int deeper(int depth) {
		return deeper(depth + 1) + 1;
	}

}
