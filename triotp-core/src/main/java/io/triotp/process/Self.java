package io.triotp.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A process as its own code sees it. Methods that start, send or change something may be
 * called only by the code of the process, on its own thread: they throw
 * {@link IllegalStateException} on another thread, and {@link ProcessExitedException}
 * once the process has been killed. Methods that only return information may be called by
 * any thread. After a kill, {@link #demonitor} and {@link #demonitorAndFlush} find
 * nothing to stop, and {@link #exit} still ends the code. Implemented only by this
 * library.
 */
public interface Self {

	/**
	 * {@return the process whose code is calling} The process is found through the
	 * thread's uncaught-exception handler; if code replaces it, the thread no longer
	 * counts as a process: for a server until its next message, for a plain process
	 * permanently.
	 * @throws IllegalStateException if the calling thread runs no process
	 */
	static Self current() {
		Self self = CurrentProcess.orNull();
		if (self == null) {
			throw new IllegalStateException("Thread '" + Thread.currentThread().getName()
					+ "' runs no process: self() may be used only in callbacks and process bodies");
		}
		return self;
	}

	/**
	 * {@return the process whose code is calling, or {@code null} if the calling thread
	 * runs no process}
	 */
	static @Nullable Self currentOrNull() {
		return CurrentProcess.orNull();
	}

	/**
	 * {@return the pid of this process}
	 */
	Pid pid();

	/**
	 * {@return the node this process lives in}
	 */
	Processes processes();

	/**
	 * {@return when the caller stops waiting whose call this process is handling, so when
	 * work for it is in vain; {@link Deadline#NEVER} if it handles no call, the caller
	 * waits without limit, or the call is handled though nobody waits for it}
	 */
	Deadline deadline();

	/**
	 * {@return its place in the tree, such as {@code shop/orders/worker}: its label
	 * preceded by those of its live parents; the class of its code if it has no label}
	 */
	String path();

	/**
	 * {@return the names it is registered under, oldest first}
	 */
	List<String> names();

	/**
	 * {@return the process that started this one with a link, which may have ended; empty
	 * if none did}
	 */
	Optional<Pid> parent();

	/**
	 * {@return the processes on whose behalf this one works, nearest first: the process
	 * that started this task, the one that started that process as a task, and so on (OTP
	 * P8, K10); empty if this is not a task}
	 */
	List<Pid> callers();

	/**
	 * {@return whether this process can still act; false once it has been killed}
	 */
	boolean alive();

	/**
	 * Sends a message, like {@link Processes#send(Pid, Object)}.
	 * @param to the receiver
	 * @param message anything but {@code null}
	 * @throws MailboxFullException if the bounded mailbox of the receiver refuses the
	 * message
	 */
	void send(Pid to, Object message);

	/**
	 * Sends a message to the process that currently has a name, like
	 * {@link Processes#send(String, Object)}.
	 * @param name the name
	 * @param message anything but {@code null}
	 * @throws NoSuchNameException if no live process has the name (OTP P2)
	 * @throws MailboxFullException if the bounded mailbox of the receiver refuses the
	 * message
	 */
	void send(String name, Object message);

	/**
	 * {@return the live process that has a name, or empty if there is none}
	 * @param name the name
	 */
	Optional<Pid> whereis(String name);

	/**
	 * Sets whether exit signals become messages instead of ending this process (OTP L7,
	 * L15).
	 * @param trap whether to trap exits
	 */
	void trapExits(boolean trap);

	/**
	 * Links this process with another: if one ends, the other gets an exit signal.
	 * Linking twice or with itself does nothing (OTP L1). If the other has ended, a
	 * trapping process gets its {@link SystemMessage.Exit} with {@code noproc}.
	 * @param pid the other process
	 * @throws IllegalStateException if the other has ended and this process does not trap
	 * exits (OTP L2)
	 */
	void link(Pid pid);

	/**
	 * Removes the link with another process. No exit signal from it arrives afterwards,
	 * but one may already be in the mailbox (OTP L4).
	 * @param pid the other process
	 */
	void unlink(Pid pid);

	/**
	 * Monitors a process: this process gets a {@link SystemMessage.Down} when it ends, or
	 * at once, with {@code noproc}, if it has already ended (OTP M1 to M3).
	 * @param pid the process to monitor
	 * @return the monitor
	 */
	MonitorRef monitor(Pid pid);

	/**
	 * Monitors the process that currently has a name; a process that takes the name later
	 * is not monitored. If no process has it, the {@link SystemMessage.Down} comes at
	 * once, with {@code noproc} (OTP M2 to M4).
	 * @param name the name
	 * @return the monitor
	 */
	MonitorRef monitor(String name);

	/**
	 * Stops a monitor. Does nothing if it has fired or been stopped; a
	 * {@link SystemMessage.Down} that is already in the mailbox stays there (OTP M5).
	 * @param ref the monitor
	 * @throws IllegalArgumentException if the monitor belongs to another process
	 */
	void demonitor(MonitorRef ref);

	/**
	 * Stops a monitor and removes its {@link SystemMessage.Down} if that is already in
	 * the mailbox: none is received afterwards (OTP M5, option {@code flush}).
	 * @param ref the monitor
	 * @throws IllegalArgumentException if the monitor belongs to another process
	 */
	void demonitorAndFlush(MonitorRef ref);

	/**
	 * Starts a plain process and links it to this one, atomically (OTP L3).
	 * @param body its code
	 * @return its pid
	 */
	Pid spawnLink(ProcessBody body);

	/**
	 * Starts a plain process and monitors it, atomically: its {@link SystemMessage.Down}
	 * always carries its own reason.
	 * @param body its code
	 * @return the monitor, whose {@link MonitorRef#target() target} is the process
	 */
	MonitorRef spawnMonitor(ProcessBody body);

	/**
	 * Sends a message to this process later. The timer ends with this process.
	 * @param delay the delay, 0 or more; more than 70 years counts as never
	 * @param message the message
	 * @return the timer
	 * @throws IllegalArgumentException if the delay is negative
	 */
	default TimerRef sendAfter(Duration delay, Object message) {
		return sendAfter(delay, pid(), message);
	}

	/**
	 * Sends a message to a process later. The timer ends with this process.
	 * @param delay the delay, 0 or more; more than 70 years counts as never
	 * @param to the receiver
	 * @param message the message
	 * @return the timer
	 * @throws IllegalArgumentException if the delay is negative
	 */
	TimerRef sendAfter(Duration delay, Pid to, Object message);

	/**
	 * Sends a message later to the process that has a name then; if there is none, the
	 * message becomes a dead letter (OTP T6). The timer ends with this process.
	 * @param delay the delay, 0 or more
	 * @param to the name of the receiver
	 * @param message the message
	 * @return the timer
	 * @throws IllegalArgumentException if the delay is negative
	 */
	TimerRef sendAfter(Duration delay, String to, Object message);

	/**
	 * Sends a {@link SystemMessage.Timeout} to this process later. It names its timer, so
	 * that the message of a timer that was cancelled too late can be recognised (OTP T1).
	 * @param delay the delay, 0 or more; more than 70 years counts as never
	 * @param message what the timer is for
	 * @return the timer
	 * @throws IllegalArgumentException if the delay is negative
	 */
	TimerRef startTimer(Duration delay, Object message);

	/**
	 * Sends a message to this process periodically, first after one period. The timer
	 * ends with this process.
	 * @param period the period, more than 0
	 * @param message the message
	 * @return the timer
	 * @throws IllegalArgumentException if the period is not more than 0
	 */
	TimerRef sendEvery(Duration period, Object message);

	/**
	 * Gives this process a name, in addition to those it has.
	 * @param name the name
	 * @throws IllegalArgumentException if the name is invalid
	 * @throws NameTakenException if another live process has it
	 */
	void register(String name);

	/**
	 * Ends this process with a reason by throwing an {@link ExitException}.
	 * @param reason the reason
	 * @return never; declared for {@code throw self.exit(…)}
	 */
	ExitException exit(ExitReason reason);

}
