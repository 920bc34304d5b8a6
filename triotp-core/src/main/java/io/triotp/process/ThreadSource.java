package io.triotp.process;

/**
 * Where a node has its threads from. Tests replace it to decide which of them runs when;
 * whoever does needs a {@link io.triotp.time.TimeSource} that goes with it, because that
 * is where the threads of a node wait.
 */
public interface ThreadSource {

	/**
	 * {@return a new virtual thread for code of processes, not started} It inherits no
	 * thread locals.
	 * @param code what it runs; does not throw
	 */
	Thread forProcess(Runnable code);

	/**
	 * {@return a new daemon thread for what must go on while processes hold all carriers,
	 * not started}
	 * @param name its name
	 * @param code what it runs
	 */
	Thread apart(String name, Runnable code);

	/**
	 * {@return whether busy threads must give their carriers up now and then, because
	 * others wait for one (ADR 11)} Where nobody else can want them, nobody looks after
	 * them from outside either: such a node has no rescue (ADR 13).
	 */
	default boolean takesTurns() {
		return true;
	}

	/**
	 * {@return threads of the JVM: virtual ones for processes, platform threads for the
	 * rest}
	 */
	static ThreadSource system() {
		return SystemThreads.INSTANCE;
	}

}
