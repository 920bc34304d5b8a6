package io.triotp.test;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.ExitWatch;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeListener;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Processes;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildStatus;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.time.Deadline;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Waits for what must come, on the thread of the test. Nothing here waits for a length of
 * time: each method returns as soon as it is so, and throws an {@link AssertionError} if
 * it is not within {@link #PATIENCE}, which is real time even where a test moves that of
 * the node.
 */
public final class Await {

	/** So long that only a failure lets it run out: 10 seconds. */
	public static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final TimeSource REAL_TIME = TimeSource.system();

	private Await() {
	}

	/**
	 * Waits for something nobody signals.
	 * @param condition asked again and again until it is true
	 * @throws AssertionError if it does not come true
	 */
	public static void until(BooleanSupplier condition) {
		Objects.requireNonNull(condition, "condition");
		Deadline deadline = Deadline.after(PATIENCE, REAL_TIME);
		while (!condition.getAsBoolean()) {
			if (deadline.isOver()) {
				throw new AssertionError("The condition did not come true within " + PATIENCE.toSeconds() + " s");
			}
			Thread.yield();
		}
	}

	/**
	 * {@return why a process ended, as soon as it has}
	 * @param node where it lives
	 * @param pid the process
	 * @throws AssertionError if it does not end
	 */
	public static ExitReason exitOf(Processes node, Pid pid) {
		Objects.requireNonNull(node, "node");
		try (ExitWatch watch = node.host().watch(Objects.requireNonNull(pid, "pid"))) {
			return watch.await(Deadline.after(PATIENCE, REAL_TIME))
				.orElseThrow(() -> new AssertionError(
						pid + " (" + pid.path() + ") has not ended within " + PATIENCE.toSeconds() + " s"));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for the end of " + pid, ex);
		}
	}

	/**
	 * Does something that ends a process, and waits until another one has its name. That
	 * one can be called; its supervisor may not have noted yet that it runs, which it has
	 * when the node is {@linkplain #quiet quiet}.
	 * @param node where it lives
	 * @param name the registered name, such as {@code shop/till}
	 * @param action what ends it
	 * @return the process that has the name now
	 * @throws AssertionError if there is none with that name, or no other comes
	 */
	public static Pid restart(Processes node, String name, Runnable action) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(action, "action");
		Pid before = node.whereis(name).orElseThrow(() -> new AssertionError("Nobody is registered as '" + name + "'"));
		action.run();
		return next(node, name, before);
	}

	private static Pid next(Processes node, String name, Pid before) {
		Deadline deadline = Deadline.after(PATIENCE, REAL_TIME);
		while (true) {
			Optional<Pid> now = node.whereis(name).filter((pid) -> !pid.equals(before) && pid.isAlive());
			if (now.isPresent()) {
				return now.get();
			}
			if (deadline.isOver()) {
				throw new AssertionError("No other process has come as '" + name + "' within " + PATIENCE.toSeconds()
						+ " s: " + before + (before.isAlive() ? " has not ended" : " has ended"));
			}
			Thread.yield();
		}
	}

	/**
	 * Does something that ends processes, and waits until supervisors have told of so
	 * many restarts. For children without a name, and for many at once.
	 * @param node where they live
	 * @param count how many restarts
	 * @param action what ends them
	 * @throws AssertionError if fewer come
	 */
	public static void restarts(Node node, int count, Runnable action) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(action, "action");
		CountDownLatch missing = new CountDownLatch(count);
		listening(node, (event) -> {
			if (event instanceof SupervisorEvent.ChildStarted started && started.incarnation() > 1) {
				missing.countDown();
			}
		}, () -> {
			action.run();
			if (!missing.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new AssertionError((count - missing.getCount()) + " children were restarted within "
						+ PATIENCE.toSeconds() + " s, not " + count + ":\n" + Tree.draw(node));
			}
			return count;
		});
	}

	/**
	 * Does something, and waits until the node tells of what must come of it.
	 * @param <E> the type of the event
	 * @param node where it happens
	 * @param type the class of the event
	 * @param wanted whether it is the one; asked on the threads of those who tell, must
	 * not wait
	 * @param action what makes it happen
	 * @return the first such event
	 * @throws AssertionError if none comes
	 */
	public static <E extends NodeEvent> E event(Node node, Class<E> type, Predicate<? super E> wanted,
			Runnable action) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(wanted, "wanted");
		Objects.requireNonNull(action, "action");
		LinkedBlockingQueue<E> told = new LinkedBlockingQueue<>();
		return listening(node, (event) -> {
			if (type.isInstance(event) && wanted.test(type.cast(event))) {
				told.add(type.cast(event));
			}
		}, () -> {
			action.run();
			E first = told.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
			if (first == null) {
				throw new AssertionError("The node has told of no such " + type.getSimpleName() + " within "
						+ PATIENCE.toSeconds() + " s:\n" + Tree.draw(node));
			}
			return first;
		});
	}

	private static <T> T listening(Node node, NodeListener listener, Waiting<T> waiting) {
		node.view().addListener(listener);
		try {
			return waiting.result();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for an event", ex);
		}
		finally {
			node.view().removeListener(listener);
		}
	}

	private interface Waiting<T> {

		T result() throws InterruptedException;

	}

	/**
	 * {@return a child as soon as it runs for at least the n-th time}
	 * @param node where it lives
	 * @param path its place in the tree of an application, such as {@code shop/till}
	 * @param incarnation which start of it, from 1
	 * @throws AssertionError if it does not come so far
	 */
	public static ChildInfo incarnation(Node node, String path, int incarnation) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(path, "path");
		Deadline deadline = Deadline.after(PATIENCE, REAL_TIME);
		while (true) {
			Optional<ChildInfo> child = Tree.find(node, path);
			if (child.filter((each) -> each.status() == ChildStatus.RUNNING && each.incarnation() >= incarnation)
				.isPresent()) {
				return child.get();
			}
			if (deadline.isOver()) {
				throw new AssertionError("'" + path + "' does not run for the " + incarnation + ". time within "
						+ PATIENCE.toSeconds() + " s:\n" + Tree.draw(node));
			}
			Thread.yield();
		}
	}

	/**
	 * {@return a child as soon as it waits for its restart} Its supervisor has set its
	 * timer then: time may be moved.
	 * @param node where it lives
	 * @param path its place in the tree of an application
	 * @throws AssertionError if it does not wait
	 */
	public static ChildInfo backoff(Node node, String path) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(path, "path");
		Deadline deadline = Deadline.after(PATIENCE, REAL_TIME);
		while (true) {
			Optional<ChildInfo> child = Tree.find(node, path);
			if (child.filter((each) -> each.status() == ChildStatus.RESTARTING).isPresent()) {
				// The timer comes after that, but in the same handler.
				quiet(node);
				return child.get();
			}
			if (deadline.isOver()) {
				throw new AssertionError("'" + path + "' does not wait for a restart within " + PATIENCE.toSeconds()
						+ " s:\n" + Tree.draw(node));
			}
			Thread.yield();
		}
	}

	/**
	 * Waits until nothing is left to do: each process waits for a message, and has none.
	 * What only time brings does not count.
	 * @param node the node
	 * @throws AssertionError if some process goes on
	 */
	public static void quiet(Processes node) {
		Objects.requireNonNull(node, "node");
		Deadline deadline = Deadline.after(PATIENCE, REAL_TIME);
		// Processes are looked at one after the other: the first may have got something
		// to
		// do from the last. If nobody has done anything between two looks, nobody had.
		Look before = null;
		while (true) {
			Look now = Look.at(node);
			if (now.isQuiet() && now.equals(before)) {
				return;
			}
			if (deadline.isOver()) {
				throw new AssertionError(now.complaint());
			}
			before = now;
			Thread.yield();
		}
	}

	/**
	 * What can be seen of all processes.
	 *
	 * @param processes how many there are
	 * @param handled how many messages they have handled
	 * @param ending how many have ended and not told all of it
	 * @param busy one that is not quiet
	 */
	private record Look(long processes, long handled, int ending, @Nullable ProcessInfo busy) {

		static Look at(Processes node) {
			long processes = 0;
			long handled = 0;
			ProcessInfo busy = null;
			for (ProcessInfo each : node.view().processes().toList()) {
				processes++;
				handled += each.handled();
				busy = isQuiet(each) ? busy : each;
			}
			return new Look(processes, handled, node.view().endingCount(), busy);
		}

		boolean isQuiet() {
			return this.busy == null && this.ending == 0;
		}

		String complaint() {
			ProcessInfo info = this.busy;
			return (info != null)
					? info.pid() + " (" + info.path() + ") is not quiet within " + PATIENCE.toSeconds() + " s: it is "
							+ info.state() + ", and " + info.mailboxSize() + " messages wait"
					: this.ending + " processes have ended and not told all of it within " + PATIENCE.toSeconds()
							+ " s";
		}

		private static boolean isQuiet(ProcessInfo info) {
			return info.mailboxSize() == 0
					&& (info.state() == ProcessInfo.State.WAITING || info.state() == ProcessInfo.State.SUSPENDED);
		}

	}

}
