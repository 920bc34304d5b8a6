package io.triotp.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.Self;
import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The consumer's side of a stream of tasks: keeps as many running as allowed, and returns
 * their results (OTP K11 to K15). Everything happens in the consuming thread; the tasks
 * only report that they are done, and the clock ends those whose time is over.
 */
final class TaskStream<T, R extends @Nullable Object> extends Spliterators.AbstractSpliterator<TaskResult<R>> {

	private static final ExitReason TIMEOUT = ExitReason.failure("timeout");

	private final BehaviourHost node;

	private final Starter<R> starter;

	private final Stream<T> input;

	private final TaskStreamOptions options;

	private final TaskFunction<? super T, ? extends R> function;

	/** In the order of their starts, which is that of their deadlines. */
	private final Set<Running<R>> running = new LinkedHashSet<>();

	/** In the order in which they will be returned. */
	private final Deque<Running<R>> results = new ArrayDeque<>();

	/** Filled by the tasks, in the order in which they end. */
	private final Queue<Running<R>> done = new ConcurrentLinkedQueue<>();

	/** Taken from the input when the first result is requested. */
	private @Nullable Iterator<T> items;

	/** Only if a process consumes this. */
	private @Nullable TaskGuard guard;

	private boolean closed;

	private TaskStream(BehaviourHost node, Starter<R> starter, Stream<T> input, TaskStreamOptions options,
			TaskFunction<? super T, ? extends R> function) {
		super(Long.MAX_VALUE, Spliterator.ORDERED);
		this.node = node;
		this.starter = starter;
		this.input = input;
		this.options = options;
		this.function = function;
	}

	static <T, R extends @Nullable Object> Stream<TaskResult<R>> of(BehaviourHost node, Starter<R> starter,
			Stream<T> input, TaskStreamOptions options, TaskFunction<? super T, ? extends R> function) {
		Objects.requireNonNull(input, "items");
		Objects.requireNonNull(options, "options");
		Objects.requireNonNull(function, "function");
		TaskStream<T, R> tasks = new TaskStream<>(node, starter, input, options, function);
		return StreamSupport.stream(tasks, false).onClose(tasks::close);
	}

	@Override
	public boolean tryAdvance(Consumer<? super TaskResult<R>> action) {
		boolean more = false;
		try {
			Running<R> next = this.closed ? null : next();
			if (next != null) {
				action.accept(result(next));
				more = true;
			}
			return more;
		}
		finally {
			if (!more) {
				close();
			}
		}
	}

	private @Nullable Running<R> next() {
		while (true) {
			requireNotInterrupted();
			sortDone();
			fill();
			Running<R> first = this.results.peekFirst();
			if (first != null && first.task.peek() != null && !this.running.contains(first)) {
				return this.results.pollFirst();
			}
			if (this.running.isEmpty()) {
				return null;
			}
			awaitOne();
		}
	}

	/** Tasks that are always done before they are waited for must not hide a request. */
	private static void requireNotInterrupted() {
		if (Thread.currentThread().isInterrupted()) {
			throw new TaskException.Interrupted(new InterruptedException("interrupted between two results of tasks"));
		}
	}

	private void sortDone() {
		for (Running<R> each = this.done.poll(); each != null; each = this.done.poll()) {
			this.running.remove(each);
			requireInTime(each);
			if (!this.options.ordered()) {
				this.results.addLast(each);
			}
		}
	}

	/**
	 * A slot is free as soon as its task is done, even if its turn has not come (OTP
	 * K12).
	 */
	private void fill() {
		Iterator<T> rest = items();
		while (this.running.size() < this.options.maxConcurrency() && rest.hasNext()) {
			start(rest.next());
		}
	}

	private Iterator<T> items() {
		Iterator<T> present = this.items;
		if (present == null) {
			Self consumer = Self.currentOrNull();
			if (consumer != null && consumer.processes() == this.node) {
				this.guard = new TaskGuard(consumer);
			}
			present = this.input.iterator();
			this.items = present;
		}
		return present;
	}

	private void start(T item) {
		Deadline deadline = Deadline.after(this.options.timeout(), this.node.time());
		Running<R> started = new Running<>(item,
				this.starter.start(this.function.getClass(), () -> this.function.apply(item)), deadline);
		this.running.add(started);
		if (this.options.ordered()) {
			this.results.addLast(started);
		}
		TaskGuard present = this.guard;
		if (present != null) {
			present.started(started.task.process());
		}
		started.task.outcome().whenDone(() -> {
			this.done.add(started);
			if (present != null) {
				present.ended(started.task.process());
			}
		});
		// Whoever consumes may be busy with another result when its time is over.
		this.node.runAfter(started.task.process(), this.options.timeout(),
				() -> this.node.time().report(() -> end(started)));
	}

	/** The oldest task has the first deadline: all have the same timeout. */
	private void awaitOne() {
		Deadline first = this.running.iterator().next().deadline;
		List<TaskOutcome<R>> outcomes = this.running.stream().map((each) -> each.task.outcome()).toList();
		try {
			if (!TaskOutcome.await(outcomes, () -> !this.done.isEmpty(), first)) {
				this.running.stream().filter((each) -> each.deadline.isOver()).forEach(this::end);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new TaskException.Interrupted(ex);
		}
	}

	/** Its time is over. Called by the consumer and by the clock. */
	private void end(Running<R> late) {
		late.late = true;
		this.node.kill(late.task.process());
	}

	private void requireInTime(Running<R> each) {
		if (this.options.onTimeout() == TaskStreamOptions.OnTimeout.EXIT && isTimedOut(each)) {
			throw new TaskException.TimedOut(each.task.toString(), this.options.timeout(),
					"It has been killed, and so have the other tasks of the stream;"
							+ " OnTimeout.KILL_TASK goes on instead");
		}
	}

	/** Late, and killed for it before it ended by itself. */
	private static boolean isTimedOut(Running<?> each) {
		return each.late && each.task.peek() instanceof TaskResult.Exit<?> exit
				&& exit.reason() instanceof ExitReason.Killed;
	}

	private static <R extends @Nullable Object> TaskResult<R> result(Running<R> each) {
		TaskResult<R> result = each.task.peek();
		if (result instanceof TaskResult.Ok<R>) {
			return result;
		}
		ExitReason reason = (result instanceof TaskResult.Exit<R> exit && !isTimedOut(each)) ? exit.reason() : TIMEOUT;
		return new TaskResult.Exit<>(reason, each.item);
	}

	/** Kills the running tasks: nothing is left behind (OTP K15). */
	private void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.running.forEach((each) -> this.node.kill(each.task.process()));
		this.running.clear();
		this.results.clear();
		if (this.guard != null) {
			this.guard.close();
		}
		this.input.close();
	}

	/**
	 * Starts a task without a link, owned by the calling thread.
	 *
	 * @param <R> the result
	 */
	@FunctionalInterface
	interface Starter<R extends @Nullable Object> {

		Task<R> start(Class<?> type, Callable<R> body);

	}

	private static final class Running<R extends @Nullable Object> {

		private final Object item;

		private final Task<R> task;

		private final Deadline deadline;

		private volatile boolean late;

		Running(Object item, Task<R> task, Deadline deadline) {
			this.item = item;
			this.task = task;
			this.deadline = deadline;
		}

	}

}
