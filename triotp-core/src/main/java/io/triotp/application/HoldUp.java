package io.triotp.application;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Waiting;
import io.triotp.supervisor.Supervisor;
import io.triotp.time.TimeText;
import io.triotp.time.Vigil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the end of one application: finds the process that all others wait for, and
 * kills it if it will never let go. Workers have the limit of their supervisor; this is
 * for what has none: a supervisor whose thread is in the code of a user, and code that
 * waits for the end of the JVM.
 */
final class HoldUp {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.application");

	private final BehaviourHost node;

	private final String application;

	private final Lock looking = new ReentrantLock();

	/** Guarded by looking: processes at the end of the line, and since when. */
	private final Map<Pid, Sight> sights = new HashMap<>();

	private volatile boolean hasKilled;

	/** Guarded by looking. */
	private final Set<Pid> killed = new HashSet<>();

	HoldUp(BehaviourHost node, String application) {
		this.node = node;
		this.application = application;
	}

	/**
	 * Looks once. Any number of threads may do so.
	 * @param master the application master
	 * @param startIsOverdue whether it is being started, and its time for that is over
	 */
	void look(Pid master, boolean startIsOverdue) {
		List<Finding> findings = new ArrayList<>();
		if (this.looking.tryLock()) {
			try {
				inspect(master, startIsOverdue, findings);
			}
			finally {
				this.looking.unlock();
			}
		}
		findings.forEach(this::kill);
	}

	private void inspect(Pid pid, boolean startIsOverdue, List<Finding> findings) {
		Optional<ProcessInfo> alive = this.node.view().info(pid);
		if (alive.isEmpty() || this.killed.contains(pid)) {
			return;
		}
		ProcessInfo info = alive.get();
		Waiting waiting = this.node.waiting(pid).orElse(null);
		if (waiting != null && waiting.isForAllChildren()) {
			inspectAllChildren(info, startIsOverdue, findings);
		}
		else if (waiting != null && (waiting.isOver() || isChild(waiting.target(), pid))) {
			this.sights.remove(pid);
			Pid target = waiting.isOver() ? null : waiting.target();
			if (target != null) {
				inspect(target, startIsOverdue, findings);
			}
		}
		else {
			judge(info, startIsOverdue, findings);
		}
	}

	private boolean isChild(@Nullable Pid pid, Pid parent) {
		return pid != null
				&& this.node.view().info(pid).flatMap(ProcessInfo::parent).filter((each) -> each == parent).isPresent();
	}

	/** There may be a million of them, so this is done rarely. */
	private void inspectAllChildren(ProcessInfo parent, boolean startIsOverdue, List<Finding> findings) {
		if (!isLate(parent)) {
			return;
		}
		this.sights.remove(parent.pid());
		List<ProcessInfo> children = this.node.view()
			.processes()
			.filter((each) -> each.parent().filter((above) -> above == parent.pid()).isPresent())
			.filter((each) -> Supervisor.isSupervisor(each) || neverReturns(each.pid()))
			.toList();
		children.forEach((each) -> inspect(each.pid(), startIsOverdue, findings));
	}

	private void judge(ProcessInfo info, boolean startIsOverdue, List<Finding> findings) {
		boolean isStarting = info.state() == ProcessInfo.State.STARTING;
		HoldUpVerdict verdict = HoldUpVerdict.of(neverReturns(info.pid()), isStarting, startIsOverdue,
				Supervisor.isSupervisor(info), isLate(info));
		if (verdict != HoldUpVerdict.WAIT) {
			this.killed.add(info.pid());
			this.hasKilled = true;
			findings.add(new Finding(info, verdict));
		}
	}

	private boolean isLate(ProcessInfo info) {
		return sight(info).compareTo(patience()) >= 0;
	}

	private Duration patience() {
		return HoldUpVerdict.patience(this.node.view().lacksCarriers());
	}

	/** For how long it has been seen like this. */
	private Duration sight(ProcessInfo info) {
		long now = this.node.time().nanoTime();
		Sight before = this.sights.get(info.pid());
		if (before == null || before.handled() != info.handled()) {
			this.sights.put(info.pid(), new Sight(info.handled(), now));
			return Duration.ZERO;
		}
		return Duration.ofNanos(now - before.since());
	}

	private boolean neverReturns(Pid pid) {
		return this.node.runner(pid).filter(Vigil::neverReturns).isPresent();
	}

	/**
	 * {@return whether it has killed a process}
	 */
	boolean hasKilled() {
		return this.hasKilled;
	}

	/** Not on this thread: a kill tells listeners, and one of those may be what hangs. */
	private void kill(Finding finding) {
		Pid pid = finding.info().pid();
		String path = finding.info().path();
		switch (finding.verdict()) {
			case NEVER_RETURNS ->
				logger.warn("{} ({}) of application '{}' has called System.exit, which never returns: it is killed, "
						+ "the others are stopped in order", pid, path, this.application);
			default -> logger.warn(
					"{} ({}) of application '{}' holds up its end: it has shown no sign of life for {} and is killed",
					pid, path, this.application, TimeText.of(patience()), whereItIs(pid));
		}
		try {
			this.node.options().threads().apart("triotp-kill", () -> this.node.kill(pid)).start();
		}
		catch (OutOfMemoryError ex) {
			logger.warn("There are no more threads, {} is killed here", pid);
			this.node.kill(pid);
		}
	}

	/** Nothing was thrown: this only puts the stack into the log. */
	private Throwable whereItIs(Pid pid) {
		Throwable place = new Throwable("what its thread is doing now");
		place.setStackTrace(this.node.runner(pid).map(Thread::getStackTrace).orElseGet(() -> new StackTraceElement[0]));
		return place;
	}

	/**
	 * How a process was seen.
	 *
	 * @param handled how many messages it had handled
	 * @param since when, on the clock of the node
	 */
	private record Sight(long handled, long since) {
	}

	/**
	 * A process that will never let go.
	 *
	 * @param info the process
	 * @param verdict why
	 */
	private record Finding(ProcessInfo info, HoldUpVerdict verdict) {
	}

}
