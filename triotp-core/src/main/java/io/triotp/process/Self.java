package io.triotp.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The powers of a process over itself. Only the code of the process may use it, on its
 * own thread and while it runs: the methods that start, send or change something throw
 * {@link IllegalStateException} on another thread, and {@link ProcessExitedException}
 * once the process has been killed. Those that only tell something may be called by
 * anybody. After a kill {@link #demonitor} and {@link #demonitorAndFlush} find nothing to
 * stop, and {@link #exit} still ends the code. Implemented by this library only.
 */
public interface Self {

	/**
	 * {@return the process whose code is calling} The process is found through the
	 * thread's uncaught-exception handler; if code replaces it, the thread no longer
	 * counts as a process: that of a server until its next message, that of a plain
	 * process for good.
	 * @throws IllegalStateException if the calling thread runs no process
	 */
	static Self current() {
		Self self = CurrentProcess.orNull();
		if (self == null) {
			throw new IllegalStateException("Thread '" + Thread.currentThread().getName()
					+ "' runs no process: self() is for callbacks and process bodies");
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
	 * {@return the processes of the node this one lives in, itself included}
	 */
	Processes processes();

	/**
	 * {@return its place in the tree, such as {@code shop/orders/worker}: its label with
	 * those of its living parents in front; the class of its code if it has no label}
	 */
	String path();

	/**
	 * {@return the names it is registered under, the oldest first}
	 */
	List<String> names();

	/**
	 * {@return the process that started this one}
	 */
	Optional<Pid> parent();

	/**
	 * {@return the processes in whose name this one works, nearest first: who started the
	 * task it is, who had started that, and so on (OTP P8, K10); nothing if it is no
	 * task}
	 */
	List<Pid> callers();

	/**
	 * {@return whether this process may still act; false once it has been killed}
	 */
	boolean alive();

	/**
	 * Send a message, as {@link Processes#send(Pid, Object)} does.
	 * @param to the receiver
	 * @param message anything but {@code null}
	 * @throws MailboxFullException if the mailbox of the receiver is bounded and refuses
	 */
	void send(Pid to, Object message);

	/**
	 * Send a message to whoever has a name now, as {@link Processes#send(String, Object)}
	 * does.
	 * @param name the name
	 * @param message anything but {@code null}
	 * @throws NoSuchNameException if nobody has the name (OTP P2)
	 * @throws MailboxFullException if the mailbox of the receiver is bounded and refuses
	 */
	void send(String name, Object message);

	/**
	 * {@return the process that has a name}
	 * @param name the name
	 */
	Optional<Pid> whereis(String name);

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
	 * Ask for a {@link SystemMessage.Down} when the process ends that has a name now; a
	 * process that takes the name later is not monitored. If nobody has it the message
	 * comes at once, with {@code noproc} (OTP M2 to M4).
	 * @param name the name
	 * @return this monitor
	 */
	MonitorRef monitor(String name);

	/**
	 * Stop a monitor. Unknown and used ones are ignored; a {@link SystemMessage.Down}
	 * that lies in the mailbox stays there (OTP M5).
	 * @param ref the monitor
	 * @throws IllegalArgumentException if it is a monitor of another process
	 */
	void demonitor(MonitorRef ref);

	/**
	 * Stop a monitor and take back its {@link SystemMessage.Down} if that lies in the
	 * mailbox: nothing is heard of it any more (OTP M5, option {@code flush}).
	 * @param ref the monitor
	 * @throws IllegalArgumentException if it is a monitor of another process
	 */
	void demonitorAndFlush(MonitorRef ref);

	/**
	 * Start a process linked to this one, without a moment in which it lives unlinked
	 * (OTP L3).
	 * @param body its code
	 * @return its pid
	 */
	Pid spawnLink(ProcessBody body);

	/**
	 * Start a process monitored by this one, without a moment in which it lives
	 * unmonitored: its {@link SystemMessage.Down} always tells its own reason.
	 * @param body its code
	 * @return the monitor, whose {@link MonitorRef#target() target} is the process
	 */
	MonitorRef spawnMonitor(ProcessBody body);

	/**
	 * Send a message to this process later. The timer dies with this process.
	 * @param delay when, 0 or more; more than 70 years count as never
	 * @param message what
	 * @return the timer
	 * @throws IllegalArgumentException if the delay is negative
	 */
	default TimerRef sendAfter(Duration delay, Object message) {
		return sendAfter(delay, pid(), message);
	}

	/**
	 * Send a message to a process later. The timer dies with this process.
	 * @param delay when, 0 or more; more than 70 years count as never
	 * @param to the receiver
	 * @param message what
	 * @return the timer
	 * @throws IllegalArgumentException if the delay is negative
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
	 * Send a {@link SystemMessage.Timeout} to this process later, which tells from which
	 * timer it comes: one of a timer that was cancelled too late can be told from one
	 * that counts (OTP T1).
	 * @param delay when, 0 or more; more than 70 years count as never
	 * @param message what the timer is for
	 * @return the timer
	 * @throws IllegalArgumentException if the delay is negative
	 */
	TimerRef startTimer(Duration delay, Object message);

	/**
	 * Send a message to this process again and again, first after one period. The timer
	 * dies with this process.
	 * @param period how often, more than 0
	 * @param message what
	 * @return the timer
	 * @throws IllegalArgumentException if the period is not more than 0
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
