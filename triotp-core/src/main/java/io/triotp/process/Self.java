package io.triotp.process;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The powers of a process over itself. Only the code of the process may use it, while it
 * runs; once the process has been killed every method that acts throws
 * {@link ProcessExitedException}.
 */
public sealed interface Self permits Receiver, ProcessCell {

	/**
	 * {@return the process whose code is calling}
	 * @throws IllegalStateException if the calling thread runs no process
	 */
	static Self current() {
		ProcessCell cell = ProcessCell.currentOrNull();
		if (cell == null) {
			throw new IllegalStateException("Thread '" + Thread.currentThread().getName()
					+ "' runs no process: self() is for callbacks and process bodies");
		}
		return cell;
	}

	/**
	 * {@return the process whose code is calling, or {@code null} if the calling thread
	 * runs no process}
	 */
	static @Nullable Self currentOrNull() {
		return ProcessCell.currentOrNull();
	}

	/**
	 * {@return the pid of this process}
	 */
	Pid pid();

	/**
	 * {@return the runtime this process lives in}
	 */
	ProcessRuntime runtime();

	/**
	 * {@return the process that started this one}
	 */
	Optional<Pid> parent();

	/**
	 * {@return whether this process may still act; false once it has been killed}
	 */
	boolean alive();

	/**
	 * Turn exit signals into messages, or stop doing so (OTP L7, L15).
	 * @param trap whether to trap
	 */
	void trapExits(boolean trap);

	/**
	 * Link this process with another: if one ends, the other gets an exit signal. Linking
	 * twice or with itself does nothing (OTP L1). If the other has ended, a trapping
	 * process gets its {@link SystemMessage.Exit} with {@code noproc}.
	 * @param pid the other process
	 * @throws IllegalStateException if the other has ended and this process does not trap
	 * exits (OTP L2)
	 */
	void link(Pid pid);

	/**
	 * Remove the link. No exit signal of it arrives afterwards; one may lie in the
	 * mailbox already (OTP L4).
	 * @param pid the other process
	 */
	void unlink(Pid pid);

	/**
	 * Ask for a {@link SystemMessage.Down} when a process ends; it comes at once, with
	 * {@code noproc}, if it has ended already (OTP M1 to M3).
	 * @param pid the process to watch
	 * @return this monitor
	 */
	MonitorRef monitor(Pid pid);

	/**
	 * Stop a monitor. Unknown and used ones are ignored (OTP M5).
	 * @param ref the monitor
	 */
	void demonitor(MonitorRef ref);

	/**
	 * Start a process linked to this one, without a moment in which it lives unlinked
	 * (OTP L3).
	 * @param body its code
	 * @return its pid
	 */
	Pid spawnLink(ProcessBody body);

	/**
	 * Send a message to this process later. The timer dies with this process.
	 * @param delay when, 0 or more
	 * @param message what
	 * @return the timer
	 */
	default TimerRef sendAfter(Duration delay, Object message) {
		return sendAfter(delay, pid(), message);
	}

	/**
	 * Send a message to a process later. The timer dies with this process.
	 * @param delay when, 0 or more
	 * @param to the receiver
	 * @param message what
	 * @return the timer
	 */
	TimerRef sendAfter(Duration delay, Pid to, Object message);

	/**
	 * Send a message later to whoever has a name then; if nobody has, it becomes a dead
	 * letter (OTP T6). The timer dies with this process.
	 * @param delay when, 0 or more
	 * @param to the name of the receiver
	 * @param message what
	 * @return the timer
	 * @throws IllegalArgumentException if the delay is negative
	 */
	TimerRef sendAfter(Duration delay, String to, Object message);

	/**
	 * Send a message to this process again and again, first after one period. The timer
	 * dies with this process.
	 * @param period how often, more than 0
	 * @param message what
	 * @return the timer
	 */
	TimerRef sendEvery(Duration period, Object message);

	/**
	 * Give this process a name, in addition to those it has.
	 * @param name the name
	 * @throws NameTakenException if another process holds it
	 */
	void register(String name);

	/**
	 * End this process with a reason. Nothing after the call runs.
	 * @param reason the reason
	 * @return never; declared for {@code throw self.exit(…)}
	 */
	ExitException exit(ExitReason reason);

}
