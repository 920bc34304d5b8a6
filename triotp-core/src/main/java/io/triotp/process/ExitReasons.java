package io.triotp.process;

/**
 * The shared instances of the reasons without content, and the reason in an exception.
 */
final class ExitReasons {

	static final ExitReason NORMAL = new ExitReason.Normal();

	static final ExitReason SHUTDOWN = new ExitReason.Shutdown(null);

	static final ExitReason KILLED = new ExitReason.Killed();

	static final ExitReason NO_PROCESS = new ExitReason.NoProcess();

	/** Made beforehand, for when there is no room to make one. */
	static final ExitReason OUT_OF_MEMORY = new ExitReason.Crash(new OutOfMemoryError(
			"The heap or the stack ran out in the runtime itself; there was no room to keep the details"));

	/**
	 * Has no stack trace: that of a shared one would say nothing, and keep the classes of
	 * whoever called first, with their class loader.
	 */
	private static final class OutOfMemoryError extends java.lang.OutOfMemoryError {

		private static final long serialVersionUID = 1L;

		OutOfMemoryError(String message) {
			super(message);
		}

		@Override
		public Throwable fillInStackTrace() {
			return this;
		}

	}

	private ExitReasons() {
	}

	/**
	 * {@return why a process ends whose code threw this}
	 */
	static ExitReason of(Throwable ex) {
		return (ex instanceof ExitException exit) ? exit.reason() : ExitReason.crash(ex);
	}

}
