package io.triotp.interleaving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import io.triotp.interleaving.loom.Explored;
import io.triotp.interleaving.loom.SeededScheduler;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.ThreadSource;
import org.jspecify.annotations.Nullable;

/**
 * One run of a test: a node, and threads that take turns as a seed decides. The test is
 * one of them. Time stands still while anybody can go on.
 */
public final class Schedule implements Explored, ThreadSource {

	private static final long LONGEST = Duration.ofHours(1).toNanos();

	private final SeededScheduler scheduler;

	private final Thread.Builder.OfVirtual builder;

	private final ScheduledTime time = new ScheduledTime(this);

	/** All threads of the run, to find those that never end. */
	private final List<Thread> threads = new ArrayList<>();

	private final List<Throwable> failures = new ArrayList<>();

	private final Set<String> windows = new HashSet<>();

	private @Nullable Node node;

	/** The test, while it waits until nobody else can go on. */
	private @Nullable Thread settling;

	private boolean over;

	Schedule(SeededScheduler scheduler) {
		this.scheduler = scheduler;
		this.builder = scheduler.threads().inheritInheritableThreadLocals(false);
	}

	// the test

	/**
	 * {@return the node, started when it is asked for}
	 */
	public Node node() {
		return node(NodeOptions.defaults());
	}

	/**
	 * {@return the node, started when it is asked for}
	 * @param options what is special about it
	 */
	public Node node(NodeOptions options) {
		Node present = this.node;
		if (present == null) {
			present = Node.start(options.time(this.time).threads(this).spareCarriers(0).wedgedAfter(Duration.ZERO));
			this.node = present;
		}
		return present;
	}

	/**
	 * Does several things at once, and waits until all are done.
	 * @param actions what, each on a thread of its own
	 */
	public void together(Action... actions) {
		Thread test = Thread.currentThread();
		int[] left = { actions.length };
		for (Action action : actions) {
			start("actor", () -> {
				try {
					action.run();
				}
				finally {
					left[0]--;
					LockSupport.unpark(test);
				}
			});
		}
		while (left[0] > 0) {
			LockSupport.park(this);
		}
		failed();
	}

	/** Waits until nobody can go on, unless time passes. */
	public void settle() {
		this.settling = Thread.currentThread();
		while (this.settling != null) {
			LockSupport.park(this);
		}
		failed();
	}

	/**
	 * Lets time pass, and waits until nobody can go on.
	 * @param duration how much
	 */
	public void pass(Duration duration) {
		this.time.goOn(duration.toNanos());
		settle();
	}

	/**
	 * Lets time pass while the others go on.
	 * @param duration how much
	 */
	public void passes(Duration duration) {
		this.time.goOn(duration.toNanos());
	}

	/**
	 * {@return a number below a bound, decided by the seed}
	 * @param bound the bound
	 */
	public int random(int bound) {
		return this.scheduler.next(bound);
	}

	/**
	 * This schedule has met what the test looks for.
	 * @param window what
	 */
	public void met(String window) {
		this.windows.add(window);
	}

	/**
	 * This schedule may have met what the test looks for.
	 * @param window what
	 * @param really whether it has
	 */
	public void met(String window, boolean really) {
		if (really) {
			met(window);
		}
	}

	private void failed() {
		if (!this.failures.isEmpty()) {
			Throwable failure = this.failures.getFirst();
			throw new AssertionError("One of those at work at once has failed: " + failure, failure);
		}
	}

	// the threads

	@Override
	public Thread forProcess(Runnable code) {
		Thread thread = this.builder.unstarted(() -> {
			this.scheduler.enter();
			code.run();
		});
		this.threads.add(thread);
		return thread;
	}

	@Override
	public Thread apart(String name, Runnable code) {
		Thread thread = forProcess(code);
		thread.setName(name);
		return thread;
	}

	@Override
	public boolean takesTurns() {
		return false;
	}

	private void start(String name, Body code) {
		apart(name, () -> {
			try {
				code.run();
			}
			catch (Throwable ex) {
				this.failures.add(ex);
			}
		}).start();
	}

	// the exploration

	@Override
	public Set<String> windows() {
		return this.windows;
	}

	@Override
	public void explore(Body test) throws Throwable {
		toTheEnd("test", test);
		toTheEnd("close", () -> {
			Node present = this.node;
			if (present != null) {
				present.close();
			}
		});
		this.time.close();
		this.scheduler.run(() -> false);
		List<Thread> left = this.threads.stream().filter(Schedule::isLeft).toList();
		if (!left.isEmpty()) {
			throw new AssertionError("The node is closed, and goes on: " + stacks(left));
		}
	}

	private static boolean isLeft(Thread thread) {
		return thread.getState() != Thread.State.NEW && thread.getState() != Thread.State.TERMINATED;
	}

	private void toTheEnd(String name, Body code) throws Throwable {
		this.over = false;
		start(name, () -> {
			try {
				code.run();
			}
			finally {
				this.over = true;
			}
		});
		this.scheduler.run(this::goOn);
		if (!this.failures.isEmpty()) {
			throw this.failures.getFirst();
		}
		if (!this.over) {
			throw new AssertionError("'" + name + "' waits for something that nobody does: " + stacks(this.threads));
		}
	}

	/** Nobody can go on: the test can if it waits for that, or time does. */
	private boolean goOn() {
		Thread waiting = this.settling;
		if (waiting != null) {
			this.settling = null;
			LockSupport.unpark(waiting);
			return true;
		}
		return !this.over && this.time.nanoTime() < LONGEST && this.time.goOnToTheNext();
	}

	private static String stacks(List<Thread> threads) {
		return threads.stream()
			.filter(Schedule::isLeft)
			.map((thread) -> "\n" + thread.getName() + "#" + thread.threadId() + " " + thread.getState()
					+ Arrays.stream(thread.getStackTrace())
						.map((frame) -> "\n\tat " + frame)
						.collect(Collectors.joining()))
			.collect(Collectors.joining());
	}

	/** Something to do. */
	@FunctionalInterface
	public interface Action {

		/**
		 * Does it.
		 * @throws Exception if it fails, and the test with it
		 */
		void run() throws Exception;

	}

}
