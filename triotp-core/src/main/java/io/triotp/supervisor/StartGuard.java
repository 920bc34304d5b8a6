package io.triotp.supervisor;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Self;
import io.triotp.server.StartException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the code of a user that belongs to one start, as the supervisor but never longer
 * than the start may take: a supervisor whose own thread hung could neither answer nor
 * end.
 */
final class StartGuard {

	private static final int MOST_MADE = 100;

	private final Self self;

	private final BehaviourHost node;

	private final LiveSupervisor supervisor;

	private final Duration limit;

	/** Wall time, as that of processes. */
	private final long begunAt;

	private final boolean begun;

	private volatile boolean givenUp;

	/** How many functions have made a specification for this start. */
	private int made;

	/**
	 * Creates a guard for one start. Called by the supervisor.
	 * @param limit how long the code may take, {@code null} for the default of the node
	 */
	StartGuard(Self self, LiveSupervisor supervisor, @Nullable Duration limit) {
		this.self = self;
		this.node = self.processes().host();
		this.supervisor = supervisor;
		this.limit = Objects.requireNonNullElse(limit, this.node.options().startTimeout());
		this.begunAt = this.node.time().millis();
		this.begun = false;
	}

	private StartGuard(StartGuard outer) {
		this.self = outer.self;
		this.node = outer.node;
		this.supervisor = outer.supervisor;
		this.limit = outer.limit;
		this.begunAt = outer.begunAt;
		this.begun = true;
	}

	/**
	 * {@return a guard for code that is called by code under this guard, and shares its
	 * limit}
	 */
	StartGuard begun() {
		return this.begun ? this : new StartGuard(this);
	}

	/**
	 * Runs a function that makes the specification of what is started, which may be made
	 * by a function in turn.
	 * @param what the function, for people
	 * @throws IllegalStateException if that has no end
	 */
	<T> T make(String what, Callable<T> function) throws Exception {
		if (++this.made > MOST_MADE) {
			throw new IllegalStateException(
					what + " makes one that is made by a function again, and so on without end");
		}
		return call(what, function);
	}

	/**
	 * Runs code.
	 * @param what the code, for people
	 */
	<T> T call(String what, Callable<T> code) throws Exception {
		if (this.begun) {
			return code.call();
		}
		try {
			return this.node.callWithin(this.limit, code, (place) -> {
				this.givenUp = true;
				return StartException.timedOut(what, this.limit, place);
			});
		}
		catch (StartException.TimedOut ex) {
			if (this.givenUp) {
				endLeftBehind();
			}
			throw ex;
		}
	}

	/**
	 * What code had started before it was given up would live on unseen, and hold the
	 * name that the next attempt needs.
	 */
	private void endLeftBehind() {
		Set<Pid> known = this.supervisor.children().flatMap((each) -> each.pid().stream()).collect(Collectors.toSet());
		this.node.view()
			.processes()
			.filter(this::isChild)
			.filter((each) -> each.startedAt() >= this.begunAt && !known.contains(each.pid()))
			.map(ProcessInfo::pid)
			.toList()
			.forEach(this.node::kill);
	}

	private boolean isChild(ProcessInfo info) {
		return info.parent().filter((parent) -> parent == this.self.pid()).isPresent();
	}

}
