package io.triotp.operator;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.process.SafeText;
import io.triotp.server.Sys;
import io.triotp.supervisor.ChildConflictException;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.Supervisor;
import io.triotp.time.TimeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts on the children of a running tree for somebody. What is done goes through the
 * supervisor that is responsible, so its rules hold: nothing is started twice or left
 * behind. Each action is logged and published as an {@link OperatorEvent} before it is
 * done. A child is named by its process: whoever looked at a tree that has changed since
 * hits nobody else.
 *
 * <p>
 * Every method waits until it is done, up to a limit, 10 seconds unless
 * {@linkplain #within set}, and throws an {@link OperatorException} that says what kept
 * it. Any thread may call them; a process that asks for its own end gets
 * {@link OperatorException.Failure#REFUSED}.
 */
public final class Operator {

	/** How long an action is waited for by default: 10 seconds. */
	public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(Operator.class);

	private final BehaviourHost node;

	private final String who;

	private final String why;

	private final Duration limit;

	private Operator(BehaviourHost node, String who, String why, Duration limit) {
		this.node = node;
		this.who = who;
		this.why = why;
		this.limit = limit;
	}

	/**
	 * {@return somebody who acts}
	 * @param node where
	 * @param who a name for log and history
	 * @param why what for, for log and history; may be empty
	 */
	public static Operator of(Processes node, String who, String why) {
		Objects.requireNonNull(node, "node");
		return new Operator(node.host(), SafeText.of(Objects.requireNonNull(who, "who")),
				SafeText.of(Objects.requireNonNull(why, "why")), DEFAULT_LIMIT);
	}

	/**
	 * {@return the same with another limit for how long to wait}
	 * @param limit the limit, 0 or more; what is not done by then may be done later
	 * @throws IllegalArgumentException if it is negative
	 */
	public Operator within(Duration limit) {
		Objects.requireNonNull(limit, "limit");
		if (limit.isNegative()) {
			throw new IllegalArgumentException("limit must not be negative, but is " + TimeText.of(limit));
		}
		return new Operator(this.node, this.who, this.why, limit);
	}

	/**
	 * Stops a child and starts it again, and with it those that its supervisor restarts
	 * together. This does not count as a restart.
	 * @param pid its process
	 * @return its new process, or empty if its {@code init} had nothing to do
	 * @throws OperatorException if it was not done
	 */
	public Optional<Pid> restart(Pid pid) {
		ProcessInfo child = require(pid);
		Above above = supervisorOf(child);
		return perform(OperatorAction.RESTART, pid, child.path(), () -> above.restart(pid));
	}

	/**
	 * Stops a child. It is not restarted, but can be {@linkplain #start started} again
	 * unless it is temporary or a child of a dynamic supervisor.
	 * @param pid its process
	 * @throws OperatorException if it was not done
	 */
	public void terminate(Pid pid) {
		ProcessInfo child = require(pid);
		Above above = supervisorOf(child);
		if (above.isAboveRoot()) {
			throw refused(child, "is the root of an application: stop the application instead");
		}
		perform(OperatorAction.TERMINATE, pid, child.path(), () -> above.terminate(pid));
	}

	/**
	 * Starts a child that does not run; one that waits for its restart is started at
	 * once, without the rest of its delay.
	 * @param supervisor the process of its supervisor
	 * @param id its id
	 * @return its process, or empty if its {@code init} had nothing to do
	 * @throws OperatorException if it was not done
	 */
	public Optional<Pid> start(Pid supervisor, String id) {
		Objects.requireNonNull(id, "id");
		ProcessInfo parent = require(Objects.requireNonNull(supervisor, "supervisor"));
		return perform(OperatorAction.START, supervisor, parent.path() + "/" + SafeText.of(id),
				() -> start(Supervisor.of(this.node, supervisor).within(this.limit), id));
	}

	private static Optional<Pid> start(Supervisor supervisor, String id) {
		try {
			return supervisor.restartChild(id);
		}
		catch (ChildConflictException ex) {
			if (ex.conflict() == ChildConflictException.Conflict.RESTARTING) {
				return supervisor.restartWaitingChild(id);
			}
			throw ex;
		}
	}

	/**
	 * Lets a server handle no more messages until it is {@linkplain #resume resumed}.
	 * @param pid its process
	 * @throws OperatorException if it was not done; it may be busy
	 */
	public void suspend(Pid pid) {
		ProcessInfo child = require(pid);
		if (Supervisor.isSupervisor(child)) {
			throw refused(child, "is a supervisor: nothing below it would be restarted");
		}
		perform(OperatorAction.SUSPEND, pid, child.path(), () -> {
			Sys.of(this.node, pid).within(this.limit).suspend();
			return Optional.empty();
		});
	}

	/**
	 * Lets a suspended server handle messages again.
	 * @param pid its process
	 * @throws OperatorException if it was not done
	 */
	public void resume(Pid pid) {
		perform(OperatorAction.RESUME, pid, require(pid).path(), () -> {
			Sys.of(this.node, pid).within(this.limit).resume();
			return Optional.empty();
		});
	}

	/**
	 * Ends a process at once, whatever it is doing; its code is interrupted. Its
	 * supervisor does what it does when a child ends so.
	 * @param pid the process
	 * @throws OperatorException if it was not done
	 */
	public void kill(Pid pid) {
		perform(OperatorAction.KILL, pid, require(pid).path(), () -> {
			this.node.kill(pid);
			return Optional.empty();
		});
	}

	private ProcessInfo require(Pid pid) {
		return this.node.view()
			.info(Objects.requireNonNull(pid, "pid"))
			.orElseThrow(() -> new OperatorException(OperatorException.Failure.GONE, pid + " has ended", null));
	}

	private Above supervisorOf(ProcessInfo child) {
		Optional<ProcessInfo> parent = child.parent().flatMap(this.node.view()::info);
		if (parent.isEmpty() || !Supervisor.isSupervisor(parent.get())) {
			throw refused(child, "has no supervisor that is alive");
		}
		Pid pid = parent.get().pid();
		// Above the root of an application is only its master.
		boolean isRoot = parent.get().parent().isEmpty() && !child.path().contains("/");
		return DynamicSupervisor.isDynamicSupervisor(parent.get())
				? new Above.OnDemand(DynamicSupervisor.of(this.node, pid).within(this.limit))
				: new Above.Ordered(Supervisor.of(this.node, pid).within(this.limit), isRoot);
	}

	private static OperatorException refused(ProcessInfo child, String why) {
		return new OperatorException(OperatorException.Failure.REFUSED, child.path() + " (" + child.pid() + ") " + why,
				null);
	}

	private Optional<Pid> perform(OperatorAction action, Pid pid, String child, Supplier<Optional<Pid>> effect) {
		logger.info("{} asks to {} '{}' ({}){}", this.who, action.name().toLowerCase(Locale.ROOT), child, pid,
				this.why.isEmpty() ? "" : ": " + this.why);
		this.node.events()
			.publish(child, (stamp) -> new OperatorEvent.Asked(stamp, pid, child, action, this.who, this.why));
		try {
			return effect.get();
		}
		catch (RuntimeException ex) {
			OperatorException failed = Refusals.of(action, child, this.limit, ex);
			logger.warn("{} of '{}' ({}) for {} was not done: {}", action, child, pid, this.who, failed.getMessage());
			this.node.events()
				.publish(child,
						(stamp) -> new OperatorEvent.Failed(stamp, pid, child, action, this.who, failed.failure()));
			throw failed;
		}
	}

	/** The supervisor of a child, of either kind. */
	private sealed interface Above {

		Optional<Pid> restart(Pid pid);

		Optional<Pid> terminate(Pid pid);

		default boolean isAboveRoot() {
			return false;
		}

		record Ordered(Supervisor supervisor, boolean isAboveRoot) implements Above {

			@Override
			public Optional<Pid> restart(Pid pid) {
				return this.supervisor.restartRunningChild(pid);
			}

			@Override
			public Optional<Pid> terminate(Pid pid) {
				this.supervisor.terminateRunningChild(pid);
				return Optional.empty();
			}

		}

		record OnDemand(DynamicSupervisor supervisor) implements Above {

			@Override
			public Optional<Pid> restart(Pid pid) {
				return this.supervisor.restartChild(pid);
			}

			@Override
			public Optional<Pid> terminate(Pid pid) {
				this.supervisor.terminateChild(pid);
				return Optional.empty();
			}

		}

	}

}
