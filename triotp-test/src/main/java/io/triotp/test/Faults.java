package io.triotp.test;

import java.util.Objects;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.server.Sys;

/**
 * Breaks processes on purpose, without code of theirs.
 */
public final class Faults {

	private Faults() {
	}

	/**
	 * Ends a process as if its code had thrown something. One that traps exits gets a
	 * message instead, as it would from a process it is linked to.
	 * @param node where it lives
	 * @param pid the process
	 * @param cause what it crashes with
	 */
	public static void crash(Processes node, Pid pid, Throwable cause) {
		Objects.requireNonNull(node, "node");
		node.exit(Objects.requireNonNull(pid, "pid"), ExitReason.crash(Objects.requireNonNull(cause, "cause")));
	}

	/**
	 * Makes a server busy: it handles nothing more until it is let go. Its messages are
	 * kept, calls to it time out.
	 * @param node where it lives
	 * @param pid the server
	 * @return what lets it go when it is closed; harmless if it has ended meanwhile
	 */
	public static Held hold(Processes node, Pid pid) {
		Sys<Object> system = Sys.of(Objects.requireNonNull(node, "node"), Objects.requireNonNull(pid, "pid"));
		system.suspend();
		return () -> {
			if (pid.isAlive()) {
				system.resume();
			}
		};
	}

	/**
	 * Puts messages into the mailbox of a process. Hold it before, if they are to stay
	 * there.
	 * @param node where it lives
	 * @param pid the process
	 * @param message the message
	 * @param count how many times
	 */
	public static void fill(Processes node, Pid pid, Object message, int count) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(pid, "pid");
		Objects.requireNonNull(message, "message");
		for (int i = 0; i < count; i++) {
			node.send(pid, message);
		}
	}

	/**
	 * A server that is held.
	 */
	@FunctionalInterface
	public interface Held extends AutoCloseable {

		/** Lets it go. */
		@Override
		void close();

	}

}
