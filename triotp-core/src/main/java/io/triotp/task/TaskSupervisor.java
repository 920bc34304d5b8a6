package io.triotp.task;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.MonitorRef;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.Processes;
import io.triotp.process.ReportName;
import io.triotp.process.Self;
import io.triotp.process.SystemMessage;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.TaskBody;
import org.jspecify.annotations.Nullable;

/**
 * Starts tasks under a dynamic supervisor: they end with it and appear in its tree. By
 * default they are temporary and have 5 seconds to stop (OTP K17). The methods throw
 * {@link io.triotp.server.CallException} if the supervisor is not running.
 */
public final class TaskSupervisor {

	/** Tells a task that its owner has linked to it. */
	private static final ReportName GO = () -> "TaskSupervisor.async";

	private final BehaviourHost node;

	private final DynamicSupervisor supervisor;

	private TaskSupervisor(BehaviourHost node, DynamicSupervisor supervisor) {
		this.node = node;
		this.supervisor = supervisor;
	}

	/**
	 * {@return a child that supervises any number of tasks; give it a name to find it
	 * with {@link #named}}
	 * @param id its id
	 */
	public static ChildSpec child(String id) {
		return ChildSpec.dynamicSupervisor(id, DynamicSupervisorSpec.defaults());
	}

	/**
	 * {@return a child that supervises tasks; give it a name to find it with
	 * {@link #named}}
	 * @param id its id
	 * @param maxChildren how many tasks there may be at a time
	 */
	public static ChildSpec child(String id, int maxChildren) {
		return ChildSpec.dynamicSupervisor(id, DynamicSupervisorSpec.defaults().maxChildren(maxChildren));
	}

	/**
	 * {@return the supervisor that has a name}
	 * @param node the node of the supervisor
	 * @param name the name
	 */
	public static TaskSupervisor named(Processes node, String name) {
		Objects.requireNonNull(node, "node");
		return of(node.host(), DynamicSupervisor.named(node.host(), name));
	}

	/**
	 * {@return a task supervisor that uses a dynamic supervisor}
	 * @param node the node of the supervisor
	 * @param supervisor the supervisor
	 */
	public static TaskSupervisor of(Processes node, DynamicSupervisor supervisor) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(supervisor, "supervisor");
		return new TaskSupervisor(node.host(), supervisor);
	}

	/**
	 * Starts a task linked to the calling process. It begins when the link is there; if
	 * the owner has ended by then, it ends with {@code shutdown}.
	 * @param <V> the type of the value
	 * @param body the work; returns the value
	 * @return the running task
	 * @throws IllegalStateException if the calling thread runs no process
	 * @throws io.triotp.supervisor.TooManyChildrenException if the supervisor has as many
	 * children as it may have
	 */
	public <V extends @Nullable Object> Task<V> async(Callable<V> body) {
		return async(body, Shutdown.DEFAULT_WORKER);
	}

	/**
	 * Like {@link #async(Callable)}, for a task that is stopped in its own way (OTP K17).
	 * @param <V> the type of the value
	 * @param body the work; returns the value
	 * @param shutdown how it is stopped when its supervisor ends or terminates it
	 * @return the running task
	 * @throws IllegalStateException if the calling thread runs no process
	 * @throws io.triotp.supervisor.TooManyChildrenException if the supervisor has as many
	 * children as it may have
	 */
	public <V extends @Nullable Object> Task<V> async(Callable<V> body, Shutdown shutdown) {
		Objects.requireNonNull(body, "body");
		Objects.requireNonNull(shutdown, "shutdown");
		Self owner = Self.current();
		Pid ownerPid = owner.pid();
		TaskOutcome<V> outcome = new TaskOutcome<>();
		TaskWork work = Task.work(this.node, body.getClass(), body, outcome);
		Pid pid = startTask(work.after((self) -> awaitLink(self, ownerPid)), shutdown);
		link(owner, pid);
		this.node.send(pid, GO);
		return Task.of(this.node, pid, outcome);
	}

	private static void awaitLink(PlainProcess self, Pid owner) throws InterruptedException {
		MonitorRef monitor = self.monitor(owner);
		Object told = self.receiveMatching((message) -> message == GO
				|| message instanceof SystemMessage.Down(MonitorRef ref, Pid pid, ExitReason why) && ref == monitor);
		if (told instanceof SystemMessage.Down(MonitorRef ref, Pid pid, ExitReason reason)) {
			throw self.exit(ExitReason.shutdown(reason));
		}
		self.demonitor(monitor);
	}

	private static void link(Self owner, Pid task) {
		try {
			owner.link(task);
		}
		catch (IllegalStateException ex) {
			if (!owner.alive()) {
				throw ex;
			}
			// It was stopped before it began; its result says so.
		}
	}

	/**
	 * Starts a task without a link, from any thread. Its owner learns of a crash only by
	 * awaiting it.
	 * @param <V> the type of the value
	 * @param body the work; returns the value
	 * @return the running task
	 * @throws io.triotp.supervisor.TooManyChildrenException if the supervisor has as many
	 * children as it may have
	 */
	public <V extends @Nullable Object> Task<V> asyncNoLink(Callable<V> body) {
		return asyncNoLink(body, Shutdown.DEFAULT_WORKER);
	}

	/**
	 * Like {@link #asyncNoLink(Callable)}, for a task that is stopped in its own way (OTP
	 * K17).
	 * @param <V> the type of the value
	 * @param body the work; returns the value
	 * @param shutdown how it is stopped when its supervisor ends or terminates it
	 * @return the running task
	 * @throws io.triotp.supervisor.TooManyChildrenException if the supervisor has as many
	 * children as it may have
	 */
	public <V extends @Nullable Object> Task<V> asyncNoLink(Callable<V> body, Shutdown shutdown) {
		Objects.requireNonNull(body, "body");
		Objects.requireNonNull(shutdown, "shutdown");
		return asyncNoLink(body.getClass(), body, shutdown);
	}

	private <V extends @Nullable Object> Task<V> asyncOfStream(Class<?> type, Callable<V> body) {
		return asyncNoLink(type, body, Shutdown.DEFAULT_WORKER);
	}

	private <V extends @Nullable Object> Task<V> asyncNoLink(Class<?> type, Callable<V> body, Shutdown shutdown) {
		TaskOutcome<V> outcome = new TaskOutcome<>();
		Pid pid = startTask(Task.work(this.node, type, body, outcome), shutdown);
		return Task.of(this.node, pid, outcome);
	}

	private Pid startTask(TaskWork work, Shutdown shutdown) {
		return start(ChildSpec.process("task", work).restart(Restart.TEMPORARY).shutdown(shutdown));
	}

	private Pid start(ChildSpec spec) {
		return this.supervisor.startChild(spec).orElseThrow();
	}

	/**
	 * Starts work without a value. It is not restarted.
	 * @param body the work
	 * @return its process
	 * @throws io.triotp.supervisor.TooManyChildrenException if the supervisor has as many
	 * children as it may have
	 */
	public Pid startChild(TaskBody body) {
		Objects.requireNonNull(body, "body");
		return startChild(body, Restart.TEMPORARY, Shutdown.DEFAULT_WORKER);
	}

	/**
	 * Starts work without a value.
	 * @param body the work
	 * @param restart when it is restarted
	 * @param shutdown how it is stopped
	 * @return its process; a restart makes a new one
	 * @throws io.triotp.supervisor.TooManyChildrenException if the supervisor has as many
	 * children as it may have
	 */
	public Pid startChild(TaskBody body, Restart restart, Shutdown shutdown) {
		Objects.requireNonNull(body, "body");
		TaskWork work = Task.work(this.node, body, restart == Restart.TEMPORARY);
		return start(ChildSpec.process("task", work).restart(restart).shutdown(shutdown));
	}

	/**
	 * {@return the results of a function for many items, a bounded number at a time (OTP
	 * K11 to K16)} Lazy: the consuming thread takes an item and starts its task when
	 * there is room for it.
	 *
	 * <p>
	 * A task that crashes becomes a {@link TaskResult.Exit} and harms nobody, as in
	 * {@code async_stream_nolink}; for the linked variant of OTP, map with
	 * {@link TaskResult#orElseThrow}. The tasks are killed when the process that consumes
	 * the stream ends.
	 *
	 * <p>
	 * Close the stream (try-with-resources) unless it is consumed to its end: a stream
	 * has no other way to learn that nothing more is wanted. Closing, like an exception
	 * that leaves the stream, kills the running tasks and closes the items.
	 * @param <T> the items
	 * @param <R> the results
	 * @param items the items; closed with the stream, and at its end
	 * @param options how many at a time, in which order, for how long
	 * @param function what each task does with its item
	 */
	public <T, R extends @Nullable Object> Stream<TaskResult<R>> asyncStream(Stream<T> items, TaskStreamOptions options,
			TaskFunction<? super T, ? extends R> function) {
		return TaskStream.<T, R>of(this.node, this::asyncOfStream, items, options, function);
	}

	/**
	 * Stops a task and waits until it is gone (OTP K17).
	 * @param pid its process
	 * @throws io.triotp.supervisor.NoSuchChildException if it is not one of these tasks
	 */
	public void terminateChild(Pid pid) {
		this.supervisor.terminateChild(pid);
	}

	/**
	 * {@return the processes of the running tasks, in no particular order}
	 */
	public List<Pid> children() {
		return this.supervisor.children()
			.stream()
			.flatMap((ChildInfo child) -> child.pid().stream())
			.filter(Pid::isAlive)
			.toList();
	}

}
