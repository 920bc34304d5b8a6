package io.triotp.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.TaskBody;
import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Work in a process of its own that makes a value for its owner, which started it: a
 * process, or a thread that runs none. Only the owner may ask for the value (OTP K4).
 *
 * <p>
 * Unlike in OTP the value is not a message: it stays in the task until it is taken, and
 * an awaited task puts nothing into the mailbox of its owner but the exit signal of its
 * link. The value can be taken once; asking again is an error, not a wait for nothing.
 *
 * @param <V> the type of the value
 */
public final class Task<V extends @Nullable Object> {

	/** {@code null} if the value was there from the start. */
	private final @Nullable BehaviourHost node;

	private final @Nullable Pid pid;

	private final TaskOutcome<V> outcome;

	private final Object owner = caller();

	/** Written and read by the owner: the result has been taken or given up. */
	private boolean used;

	private Task(@Nullable BehaviourHost node, @Nullable Pid pid, TaskOutcome<V> outcome) {
		this.node = node;
		this.pid = pid;
		this.outcome = outcome;
	}

	/** Makes the task of a process that was started with {@link #work}. */
	static <V extends @Nullable Object> Task<V> of(BehaviourHost node, Pid pid, TaskOutcome<V> outcome) {
		node.onExit(pid, (process, reason) -> outcome.complete(new TaskResult.Exit<>(reason)));
		return new Task<>(node, pid, outcome);
	}

	static <V extends @Nullable Object> TaskWork work(BehaviourHost node, Class<?> type, Callable<V> body,
			TaskOutcome<V> outcome) {
		return ObservedTask.work(node, type, body, outcome);
	}

	/** A server changes threads, so a process is identified by its pid. */
	private static Object caller() {
		Self self = Self.currentOrNull();
		return (self != null) ? self.pid() : Thread.currentThread();
	}

	/**
	 * Starts a task linked to the calling process: if one crashes, so does the other (OTP
	 * K1).
	 * @param <V> the type of the value
	 * @param body the work; returns the value
	 * @return the running task
	 * @throws IllegalStateException if the calling thread runs no process
	 */
	public static <V extends @Nullable Object> Task<V> async(Callable<V> body) {
		Objects.requireNonNull(body, "body");
		Self self = Self.current();
		return async(self.processes().host(), linked(self), body.getClass(), body);
	}

	/**
	 * Starts a task without a link, from any thread. Only {@link #await} then reports a
	 * crash.
	 * @param <V> the type of the value
	 * @param node the node it runs in
	 * @param body the work; returns the value
	 * @return the running task
	 */
	public static <V extends @Nullable Object> Task<V> asyncNoLink(Processes node, Callable<V> body) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(body, "body");
		return asyncNoLink(node.host(), body.getClass(), body);
	}

	private static <V extends @Nullable Object> Task<V> asyncNoLink(BehaviourHost node, Class<?> type,
			Callable<V> body) {
		return async(node, SpawnOptions.defaults().label("task"), type, body);
	}

	private static <V extends @Nullable Object> Task<V> async(BehaviourHost node, SpawnOptions options, Class<?> type,
			Callable<V> body) {
		TaskOutcome<V> outcome = new TaskOutcome<>();
		return of(node, node.spawn(options, work(node, type, body, outcome)), outcome);
	}

	private static SpawnOptions linked(Self self) {
		return SpawnOptions.defaults().label("task of " + self.pid()).linked(true);
	}

	/**
	 * Starts work without a value and without a link (OTP K9).
	 * @param node the node it runs in
	 * @param body the work
	 * @return its process
	 */
	public static Pid start(Processes node, TaskBody body) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(body, "body");
		return node.spawn(SpawnOptions.defaults().label("task"), work(node.host(), body, true));
	}

	/**
	 * Starts work without a value, linked to the calling process (OTP K9).
	 * @param body the work
	 * @return its process
	 * @throws IllegalStateException if the calling thread runs no process
	 */
	public static Pid startLink(TaskBody body) {
		Objects.requireNonNull(body, "body");
		Self self = Self.current();
		return self.processes().spawn(linked(self), work(self.processes().host(), body, true));
	}

	static TaskWork work(BehaviourHost node, TaskBody body, boolean startedOnce) {
		return ObservedTask.work(node, body, startedOnce);
	}

	/**
	 * {@return the processes on whose behalf the calling task works, nearest first: the
	 * one that started it, the one that started that one if it is a task too, and so on
	 * (OTP K10)} The crash report of a task names them. At most the nearest 20 are kept;
	 * processes of other nodes and threads that run no process are left out. Empty if the
	 * caller is not a task.
	 */
	public static List<Pid> callers() {
		Self self = Self.currentOrNull();
		return (self != null) ? self.callers() : List.of();
	}

	/**
	 * {@return a task that already has its value and has no process (OTP K9)}
	 * @param <V> the type of the value
	 * @param value the value
	 */
	public static <V extends @Nullable Object> Task<V> completed(V value) {
		TaskOutcome<V> outcome = new TaskOutcome<>();
		outcome.complete(new TaskResult.Ok<>(value));
		return new Task<>(null, null, outcome);
	}

	/**
	 * {@return the results of a function for many items, in unsupervised tasks} Otherwise
	 * as {@link TaskSupervisor#asyncStream(Stream, TaskStreamOptions, TaskFunction)}.
	 * @param <T> the items
	 * @param <R> the results
	 * @param node the node it runs in
	 * @param items the items; closed with the stream
	 * @param options how many at a time, in which order, for how long
	 * @param function what each task does with its item
	 */
	public static <T, R extends @Nullable Object> Stream<TaskResult<R>> asyncStream(Processes node, Stream<T> items,
			TaskStreamOptions options, TaskFunction<? super T, ? extends R> function) {
		Objects.requireNonNull(node, "node");
		return TaskStream.<T, R>of(node.host(), (type, body) -> asyncNoLink(node.host(), type, body), items, options,
				function);
	}

	/**
	 * {@return the result, if there is one}
	 */
	@Nullable TaskResult<V> peek() {
		return this.outcome.get();
	}

	TaskOutcome<V> outcome() {
		return this.outcome;
	}

	/**
	 * {@return the process of a task that has one}
	 */
	Pid process() {
		return Objects.requireNonNull(this.pid);
	}

	/**
	 * {@return its process, or empty if the value was there from the start}
	 */
	public Optional<Pid> pid() {
		return Optional.ofNullable(this.pid);
	}

	/**
	 * Waits for the value up to the call timeout of the node, 5 seconds by default.
	 * @return the value
	 * @throws TaskException if there is none
	 * @throws InterruptedException if the owner is interrupted
	 * @throws IllegalStateException if the caller is not the owner, or has taken or given
	 * up the value
	 */
	public V await() throws InterruptedException {
		return await((this.node != null) ? this.node.options().callTimeout() : Duration.ZERO);
	}

	/**
	 * Waits for the value (OTP K2, K3).
	 * @param timeout how long, 0 or more
	 * @return the value
	 * @throws TaskException.Exited if the task ended without a value
	 * @throws TaskException.TimedOut if it has not ended in time; it goes on, but its
	 * value is dropped
	 * @throws InterruptedException if the owner is interrupted
	 * @throws IllegalStateException if the caller is not the owner, or has taken or given
	 * up the value
	 */
	public V await(Duration timeout) throws InterruptedException {
		Objects.requireNonNull(timeout, "timeout");
		requireUse();
		TaskResult<V> result = this.outcome.await(deadline(timeout));
		this.used = true;
		return value(result, timeout);
	}

	private Deadline deadline(Duration timeout) {
		return (this.node != null) ? Deadline.after(timeout, this.node.time()) : Deadline.NEVER;
	}

	private V value(@Nullable TaskResult<V> result, Duration timeout) {
		return switch (result) {
			case TaskResult.Ok<V>(V value) -> value;
			case TaskResult.Exit<V> exit -> throw new TaskException.Exited(toString(), exit.reason());
			case null -> throw new TaskException.TimedOut(toString(), timeout,
					"It goes on, its value is dropped; shutdown() would end it");
		};
	}

	/**
	 * Waits for the values of many tasks within one timeout, or until one task ends
	 * without a value (OTP K6).
	 * @param <V> the type of the values
	 * @param tasks the tasks
	 * @param timeout how long to wait for all together, 0 or more
	 * @return the values, in the order of the tasks
	 * @throws TaskException if one has none
	 * @throws InterruptedException if the owner is interrupted
	 * @throws IllegalStateException if the caller is not the owner of one, or has taken
	 * or given up its value
	 */
	public static <V extends @Nullable Object> List<V> awaitMany(List<Task<V>> tasks, Duration timeout)
			throws InterruptedException {
		Objects.requireNonNull(tasks, "tasks");
		Objects.requireNonNull(timeout, "timeout");
		tasks.forEach(Task::requireUse);
		TaskOutcome.await(outcomes(tasks), () -> allDone(tasks) || anyExit(tasks), deadline(tasks, timeout));
		tasks.forEach((each) -> each.used = true);
		for (Task<V> each : tasks) {
			if (each.peek() instanceof TaskResult.Exit<V> exit) {
				each.value(exit, timeout);
			}
		}
		List<V> values = new ArrayList<>(tasks.size());
		for (Task<V> each : tasks) {
			values.add(each.value(each.peek(), timeout));
		}
		return values;
	}

	private static <V extends @Nullable Object> List<TaskOutcome<V>> outcomes(List<Task<V>> tasks) {
		return tasks.stream().map((each) -> each.outcome).toList();
	}

	private static <V extends @Nullable Object> Deadline deadline(List<Task<V>> tasks, Duration timeout) {
		return tasks.stream()
			.filter((each) -> each.node != null)
			.findFirst()
			.map((each) -> each.deadline(timeout))
			.orElse(Deadline.NEVER);
	}

	private static <V extends @Nullable Object> boolean allDone(List<Task<V>> tasks) {
		return tasks.stream().allMatch((each) -> each.peek() != null);
	}

	private static <V extends @Nullable Object> boolean anyExit(List<Task<V>> tasks) {
		return tasks.stream().anyMatch((each) -> each.peek() instanceof TaskResult.Exit);
	}

	/**
	 * Waits for the result; the task goes on if it is late, and may be polled again (OTP
	 * K5, {@code Task.yield} in Elixir).
	 * @param timeout how long to wait, 0 to only look
	 * @return the result, or empty if there is none yet
	 * @throws InterruptedException if the owner is interrupted
	 * @throws IllegalStateException if the caller is not the owner, or has taken or given
	 * up the value
	 */
	public Optional<TaskResult<V>> poll(Duration timeout) throws InterruptedException {
		Objects.requireNonNull(timeout, "timeout");
		requireUse();
		TaskResult<V> result = this.outcome.await(deadline(timeout));
		this.used = result != null;
		return Optional.ofNullable(result);
	}

	/**
	 * Waits for the results of many tasks within one timeout (OTP K5,
	 * {@code Task.yield_many} in Elixir).
	 * @param <V> the type of the values
	 * @param tasks the tasks
	 * @param options how long, how many, and what happens to the others
	 * @return a result or empty for each, in the order of the tasks
	 * @throws InterruptedException if the owner is interrupted
	 * @throws IllegalStateException if the caller is not the owner of one, or has taken
	 * or given up its value
	 */
	public static <V extends @Nullable Object> List<Optional<TaskResult<V>>> pollMany(List<Task<V>> tasks,
			PollOptions options) throws InterruptedException {
		Objects.requireNonNull(tasks, "tasks");
		Objects.requireNonNull(options, "options");
		tasks.forEach(Task::requireUse);
		int enough = Math.min(options.limit(), tasks.size());
		TaskOutcome.await(outcomes(tasks),
				() -> tasks.stream().filter((each) -> each.peek() != null).limit(enough).count() == enough,
				deadline(tasks, options.timeout()));
		return tasks.stream().map((each) -> each.polled(options.onTimeout())).toList();
	}

	private Optional<TaskResult<V>> polled(PollOptions.OnTimeout onTimeout) {
		TaskResult<V> result = peek();
		if (result != null) {
			this.used = true;
			return Optional.of(result);
		}
		return switch (onTimeout) {
			case NOTHING -> Optional.empty();
			case IGNORE -> ignore();
			case KILL_TASK -> {
				this.used = true;
				unlink();
				yield kill(Shutdown.brutalKill());
			}
		};
	}

	/**
	 * Stops the task and waits for its end; it is unlinked first, so the owner gets no
	 * exit signal (OTP K7). Also ends a task whose value has been given up.
	 * @param how how to stop it
	 * @return its value if it already had one; its exit reason if it ended for another
	 * reason than this request, {@code killed} if it did not stop in time, {@code noproc}
	 * if its result had already been taken; otherwise empty
	 * @throws InterruptedException if the owner is interrupted
	 * @throws IllegalStateException if the caller is not the owner
	 */
	public Optional<TaskResult<V>> shutdown(Shutdown how) throws InterruptedException {
		Objects.requireNonNull(how, "how");
		requireOwner();
		if (this.used && this.outcome.get() != null) {
			return Optional.of(new TaskResult.Exit<>(ExitReason.noProcess()));
		}
		this.used = true;
		unlink();
		if (this.node == null || this.pid == null) {
			return Optional.ofNullable(this.outcome.get());
		}
		Deadline deadline = Deadline.never(this.node.time());
		switch (how) {
			case Shutdown.BrutalKill() -> {
				return kill(how);
			}
			case Shutdown.Infinity() -> {
			}
			case Shutdown.Within(Duration timeout) -> deadline = deadline(timeout);
		}
		this.node.exit(this.pid, ExitReason.shutdown());
		TaskResult<V> result = this.outcome.await(deadline);
		return (result != null) ? unlessAsked(result, how) : kill(how);
	}

	/** When this has returned, the task is dead and has a result. */
	private Optional<TaskResult<V>> kill(Shutdown asked) {
		if (this.node != null && this.pid != null) {
			this.node.kill(this.pid);
		}
		TaskResult<V> result = this.outcome.get();
		return (result != null) ? unlessAsked(result, asked) : Optional.empty();
	}

	private static <V extends @Nullable Object> Optional<TaskResult<V>> unlessAsked(TaskResult<V> result,
			Shutdown how) {
		ExitReason asked = (how instanceof Shutdown.BrutalKill) ? ExitReason.killed() : ExitReason.shutdown();
		boolean ours = result instanceof TaskResult.Exit<V> exit && exit.reason().equals(asked);
		return ours ? Optional.empty() : Optional.of(result);
	}

	/**
	 * Abandons the result; the task goes on, unlinked (OTP K8).
	 * @return the result, if there is one already
	 * @throws IllegalStateException if the caller is not the owner, or has taken or given
	 * up the value
	 */
	public Optional<TaskResult<V>> ignore() {
		requireUse();
		this.used = true;
		unlink();
		return Optional.ofNullable(this.outcome.get());
	}

	private void unlink() {
		Self self = Self.currentOrNull();
		if (self != null && this.pid != null && self.processes() == this.node) {
			self.unlink(this.pid);
		}
	}

	private void requireOwner() {
		if (!this.owner.equals(caller())) {
			throw new IllegalStateException("Only " + this.owner + " may ask for the value of " + this
					+ ", because it started it, but " + caller() + " did; have the owner send the value");
		}
	}

	private void requireUse() {
		requireOwner();
		if (this.used) {
			throw new IllegalStateException(
					"The value of " + this + " has been taken or given up already; keep it if it is needed again");
		}
	}

	@Override
	public String toString() {
		return (this.pid != null) ? "task " + this.pid : "completed task";
	}

}
