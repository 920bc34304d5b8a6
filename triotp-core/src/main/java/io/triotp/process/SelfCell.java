package io.triotp.process;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Self} of each cell: what the code of a process may do as the process, only
 * on the thread that runs it and while it is alive.
 */
abstract class SelfCell extends ProcessCell implements Self {

	SelfCell(LocalNode node, long id, SpawnOptions options, @Nullable ProcessCell parent) {
		super(node, id, options, parent);
	}

	/**
	 * {@return what its code as a whole carries for the observers, if it is a task}
	 */
	@Nullable Traces traces() {
		return null;
	}

	@Override
	public final @Nullable Self runBy(Thread thread) {
		return (this.runner == thread) ? this : null;
	}

	@Override
	public final Pid pid() {
		return this;
	}

	@Override
	public final boolean alive() {
		return isAlive();
	}

	@Override
	public final LocalNode processes() {
		return this.node;
	}

	@Override
	public final List<String> names() {
		return nameList();
	}

	@Override
	public final Optional<Pid> parent() {
		return Optional.ofNullable(this.parent);
	}

	/**
	 * Only its own code may act as a process, on its own thread, while the process is
	 * alive.
	 */
	private void requireMayAct() {
		requireOwnThread();
		requireAlive();
	}

	private void requireOwnThread() {
		if (this.runner != Thread.currentThread()) {
			throw new IllegalStateException(
					"Thread '" + SafeText.of(Thread.currentThread().getName()) + "' does not run " + path() + " ("
							+ this + ") and cannot act as it: use the methods of its node, or send it a message");
		}
	}

	@Override
	public final void send(Pid to, Object message) {
		requireMayAct();
		this.node.send(to, message);
	}

	@Override
	public final void send(String name, Object message) {
		requireMayAct();
		this.node.send(name, message);
	}

	@Override
	public Deadline deadline() {
		return Deadline.NEVER;
	}

	@Override
	public final Optional<Pid> whereis(String name) {
		return this.node.whereis(name);
	}

	@Override
	public final void trapExits(boolean trap) {
		requireMayAct();
		this.node.bonds.trapExits(this, trap);
	}

	@Override
	public final void link(Pid pid) {
		requireMayAct();
		StackRoom.require();
		ProcessCell other = this.node.cellOf(pid);
		if (this.node.bonds.link(this, other)) {
			return;
		}
		if (!this.trapping) {
			throw new IllegalStateException("Cannot link " + this + " with " + pid + ": noproc, it has ended");
		}
		signal(new SystemMessage.Exit(pid, ExitReason.noProcess()));
	}

	@Override
	public final void unlink(Pid pid) {
		requireMayAct();
		StackRoom.require();
		this.node.bonds.unlink(this, this.node.cellOf(pid));
	}

	@Override
	public final MonitorRef monitor(Pid pid) {
		requireMayAct();
		StackRoom.require();
		return this.node.bonds.monitor(this, this.node.cellOf(pid), null);
	}

	@Override
	public final MonitorRef monitor(String name) {
		requireMayAct();
		StackRoom.require();
		return this.node.bonds.monitor(this, this.node.holderOf(name), name);
	}

	@Override
	public final void demonitor(MonitorRef ref) {
		stop(ref);
	}

	@Override
	public final void demonitorAndFlush(MonitorRef ref) {
		if (!stop(ref)) {
			((Monitor) ref).flush();
		}
	}

	private boolean stop(MonitorRef ref) {
		StackRoom.require();
		Objects.requireNonNull(ref, "ref");
		requireOwnThread();
		Monitor monitor = (Monitor) ref;
		if (monitor.owner != this) {
			throw new IllegalArgumentException(ref + " is not a monitor of " + this);
		}
		return this.node.bonds.demonitor(monitor);
	}

	@Override
	public final Pid spawnLink(ProcessBody body) {
		requireMayAct();
		return this.node.spawn(SpawnOptions.defaults().linked(true), body);
	}

	@Override
	public final MonitorRef spawnMonitor(ProcessBody body) {
		requireMayAct();
		return this.node.spawnMonitor(SpawnOptions.defaults(), body);
	}

	@Override
	public final TimerRef startTimer(Duration delay, Object message) {
		requireMayAct();
		StackRoom.require();
		Objects.requireNonNull(message, "message");
		return this.node.timers.after(this, delay,
				(timer) -> this.node.deliverTimer(this, new SystemMessage.Timeout(timer, message)));
	}

	@Override
	public final TimerRef sendAfter(Duration delay, Pid to, Object message) {
		requireMayAct();
		StackRoom.require();
		Objects.requireNonNull(message, "message");
		ProcessCell receiver = this.node.cellOf(to, "to");
		return this.node.timers.after(this, delay, (timer) -> this.node.deliverTimer(receiver, message));
	}

	@Override
	public final TimerRef sendAfter(Duration delay, String to, Object message) {
		requireMayAct();
		StackRoom.require();
		Objects.requireNonNull(to, "to");
		Objects.requireNonNull(message, "message");
		return this.node.timers.after(this, delay, (timer) -> this.node.deliverTimer(to, message));
	}

	@Override
	public final TimerRef sendEvery(Duration period, Object message) {
		requireMayAct();
		StackRoom.require();
		Objects.requireNonNull(message, "message");
		return this.node.timers.every(this, period, message);
	}

	@Override
	public final void register(String name) {
		requireMayAct();
		this.node.register(name, this);
	}

	@Override
	public final ExitException exit(ExitReason reason) {
		Objects.requireNonNull(reason, "reason");
		throw new ExitException(reason);
	}

}
