package io.triotp.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.Patience;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.Waiting;
import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Where the starter of a server waits for its {@code init}.
 */
final class StartLatch implements Waiting, Patience.Awaited {

	private static final Object STARTED = new Object();

	private static final VarHandle OUTCOME;

	static {
		try {
			OUTCOME = MethodHandles.lookup().findVarHandle(StartLatch.class, "outcome", Object.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Thread thread = Thread.currentThread();

	private final BehaviourHost node;

	/** {@code null} if a thread that runs no process starts the server. */
	private final @Nullable Pid starter;

	/**
	 * {@link #STARTED}, or the reason the process ended with; written once, by the
	 * process, its killer, or the starter that gives up.
	 */
	private volatile @Nullable Object outcome;

	/** Written before the outcome, read after it. */
	private boolean ignored;

	/** Written before the outcome, read after it. */
	private @Nullable ExitReason refusal;

	/** Written by the process before its {@code init}. */
	private volatile @Nullable Pid server;

	/** Written by the process before its {@code init}. */
	private volatile @Nullable Class<?> reported;

	StartLatch(BehaviourHost node, @Nullable Self caller) {
		this.node = node;
		this.starter = (caller != null && caller.processes() == node) ? caller.pid() : null;
	}

	/** The class that the server wants to be called by, which the starter reports. */
	void reported(Class<?> type) {
		this.reported = type;
	}

	@Nullable Class<?> reported() {
		return this.reported;
	}

	/** The started process begins its {@code init}. */
	void begins(Pid process) {
		this.server = process;
	}

	/**
	 * {@return whether the process has begun its {@code init}; read by the starter}
	 */
	boolean hasBegun() {
		return this.server != null;
	}

	@Override
	public Pid target() {
		return Objects.requireNonNull(this.server, "server");
	}

	@Override
	public boolean isOver() {
		return this.server == null || this.outcome != null;
	}

	@Override
	public boolean isSettled() {
		return this.outcome != null;
	}

	void ignored() {
		this.ignored = true;
	}

	/** The process refuses to run, and ends without being at fault. */
	void refused(ExitReason reason) {
		this.refusal = reason;
	}

	boolean hasIgnored() {
		return this.ignored;
	}

	/**
	 * The server is up.
	 * @return whether the starter gets this outcome; if not, it has given up or got that
	 * of a kill
	 */
	boolean started() {
		return complete(STARTED);
	}

	/**
	 * The starter stops waiting, and kills the process.
	 * @return whether it may; if not, there is an outcome already
	 */
	boolean giveUp() {
		return OUTCOME.compareAndSet(this, null, ExitReason.killed());
	}

	/**
	 * The starter learns of a failed start from this latch, so it must not also get it
	 * from a link or a monitor.
	 */
	void muteStart(Pid process) {
		if (this.starter != null) {
			this.node.muteStart(this.starter, process);
		}
	}

	/**
	 * The server is up, but its starter has given up and kills this process, unless the
	 * process itself is faster.
	 * @return {@code null}, as if the process went on
	 */
	@Nullable ExitReason endUnheardOf() {
		Pid process = target();
		muteStart(process);
		this.node.kill(process);
		return null;
	}

	/**
	 * The process has ended.
	 * @return whether the starter gets this outcome; if not, it has got that of success
	 */
	boolean exited(ExitReason reason) {
		return complete(reason);
	}

	private boolean complete(Object result) {
		boolean first = OUTCOME.compareAndSet(this, null, result);
		LockSupport.unpark(this.thread);
		return first;
	}

	/**
	 * Waits, even when interrupted: the caller must know whether there is a process. The
	 * interrupt flag is kept.
	 * @return whether there is an outcome
	 */
	boolean await(Deadline deadline) {
		boolean interrupted = false;
		if (!Patience.isStartedSoon(this)) {
			while (this.outcome == null && !deadline.isOver()) {
				deadline.park(this);
				interrupted |= Thread.interrupted();
			}
		}
		if (interrupted) {
			this.thread.interrupt();
		}
		return this.outcome != null;
	}

	/**
	 * {@return why there is no process, or {@code null} if there is one}
	 */
	@Nullable ExitReason failure() {
		return (this.outcome instanceof ExitReason reason) ? Objects.requireNonNullElse(this.refusal, reason) : null;
	}

}
