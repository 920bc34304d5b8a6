package io.triotp.test.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.test.MessageSequence;
import org.jspecify.annotations.Nullable;

/**
 * A node whose threads run one at a time. The test drives it from outside and waits
 * meanwhile.
 */
final class World {

	private static final int LAST_MESSAGES = 50;

	private static final long HOUR = Duration.ofHours(1).toNanos();

	private final Baton baton = new Baton();

	private final SimulatedTime time = new SimulatedTime(this.baton);

	private final MessageSequence messages = new MessageSequence(LAST_MESSAGES);

	private final FaultInjector faults;

	private final Conductor conductor;

	private final Node node;

	/** How long a thread may run, in real time, before it is said to be stuck. */
	private final Duration patience;

	private boolean mayStrike;

	World(SplittableRandom random, int mostFaults, Duration patience) {
		this.patience = patience;
		this.faults = new FaultInjector(random.split(), mostFaults);
		this.conductor = new Conductor(this.baton, this.time, random.split(), this.faults);
		this.node = Node.start(NodeOptions.defaults()
			.name("simulation")
			.time(this.time)
			.threads(this.baton)
			.spareCarriers(0)
			.wedgedAfter(Duration.ZERO)
			.observers(List.of(this.messages)));
	}

	Node node() {
		return this.node;
	}

	FaultInjector faults() {
		return this.faults;
	}

	long steps() {
		return this.conductor.steps();
	}

	long trace() {
		return this.conductor.trace();
	}

	String messages() {
		return this.messages.mermaid();
	}

	long now() {
		return this.time.nanoTime();
	}

	Thread thread(String name, Runnable code) {
		return this.baton.apart(name, code);
	}

	void mayStrike(boolean may) {
		this.mayStrike = may;
	}

	/**
	 * Lets the world go on until something is so, or it is over.
	 * @param over asked after each step
	 * @param end the moment at which to stop
	 * @return whether it is so
	 */
	boolean driveUntil(BooleanSupplier over, long end) {
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		boolean[] isOver = new boolean[1];
		Thread driving = Thread.ofVirtual().unstarted(() -> {
			try {
				isOver[0] = over.getAsBoolean();
				while (!isOver[0] && this.conductor.step(this.node, this.mayStrike, end)) {
					isOver[0] = over.getAsBoolean();
				}
			}
			catch (Throwable ex) {
				failure.set(ex);
			}
		});
		this.baton.conductedBy(driving);
		driving.start();
		await(driving);
		Throwable thrown = failure.get();
		if (thrown != null) {
			throw World.<RuntimeException>sneaky(thrown);
		}
		return isOver[0];
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
		throw (E) thrown;
	}

	/** Nobody but the thread that stands still can end its wait. */
	private void await(Thread driving) {
		long seen = -1;
		try {
			while (!driving.join(this.patience)) {
				long steps = this.conductor.steps();
				Thread holder = this.baton.holder();
				if (steps == seen && holder != null) {
					throw new AssertionError(stuck(holder));
				}
				seen = steps;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while the simulation went on", ex);
		}
	}

	private String stuck(Thread holder) {
		String stack = Arrays.stream(holder.getStackTrace())
			.map((frame) -> "\n\tat " + frame)
			.collect(Collectors.joining());
		return "Thread '" + holder.getName() + "' has kept the simulation waiting for more than "
				+ this.patience.toSeconds() + " s: it is " + holder.getState()
				+ ". Code that blocks must do so in a call, a receive or a timer of the library; what it waits for may "
				+ "be a thread that is not let run." + stack;
	}

	/**
	 * {@return what code returns that runs in the world}
	 * @param what what it is, for the error if it never returns
	 * @param code the code
	 */
	<T extends @Nullable Object> T inside(String what, Callable<T> code) throws Exception {
		Answer<T> answer = new Answer<>(code);
		thread(what, answer).start();
		if (!driveUntil(answer::isThere, now() + HOUR)) {
			throw new AssertionError("'" + what + "' does not return: it waits for something that nobody does");
		}
		return answer.get();
	}

	/** Stops what runs, within the world, and closes the node. */
	void close() {
		mayStrike(false);
		try {
			inside("stop", () -> {
				this.node.applications().reversed().forEach((each) -> this.node.stop(each.name()));
				return null;
			});
			this.node.view().processes().map(ProcessInfo::pid).forEach(this.node::kill);
			driveUntil(() -> false, now());
		}
		catch (Exception ex) {
			throw new AssertionError("The simulated node could not be stopped", ex);
		}
		finally {
			this.baton.free();
			this.node.close();
		}
	}

	/** Runs code on a thread of the world and keeps what becomes of it. */
	private static final class Answer<T extends @Nullable Object> implements Runnable {

		private final Callable<T> code;

		private volatile boolean isThere;

		private @Nullable T value;

		private @Nullable Throwable thrown;

		Answer(Callable<T> code) {
			this.code = code;
		}

		@Override
		public void run() {
			try {
				this.value = this.code.call();
			}
			catch (Throwable ex) {
				this.thrown = ex;
			}
			this.isThere = true;
		}

		boolean isThere() {
			return this.isThere;
		}

		@SuppressWarnings("NullAway") // nullable where the code returns null
		T get() {
			Throwable ex = this.thrown;
			if (ex != null) {
				throw World.<RuntimeException>sneaky(ex);
			}
			return this.value;
		}

	}

}
