package io.triotp.test.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.MailboxFullException;
import io.triotp.process.NoSuchNameException;
import io.triotp.server.CallException;
import io.triotp.supervisor.SupervisorSpec;
import org.jspecify.annotations.Nullable;

/**
 * One run of a simulated world: a node of its own in which one thread runs at a time. The
 * seed decides which one goes on wherever more than one could, how long it takes, and
 * what goes wrong. Time passes only when nobody has anything to do, and then at once: an
 * hour takes milliseconds.
 *
 * <p>
 * Parameter of a method with {@link TriotpSimulation}, and for the thread of that test
 * only. The processes of the node and the clients wait for each other in calls, receives
 * and timers of the library. Code that blocks elsewhere (JDBC, {@code Thread.sleep}, a
 * lock that somebody else holds) blocks the whole world; after five seconds the run fails
 * with its stack.
 */
public final class Simulation {

	private final long seed;

	private final Limits limits;

	private final SplittableRandom random;

	private final World world;

	private final List<Invariant> invariants = new ArrayList<>();

	private final List<Thread> clients = new ArrayList<>();

	private int clientCount;

	private volatile boolean over;

	private volatile @Nullable Throwable clientFailure;

	Simulation(long seed, Limits limits, Duration patience) {
		this.seed = seed;
		this.limits = limits;
		// Used in this order, so that each part has its own.
		SplittableRandom source = new SplittableRandom(seed);
		this.random = source.split();
		this.world = new World(source.split(), limits.faults(), patience);
	}

	/**
	 * {@return the seed of this run}
	 */
	public long seed() {
		return this.seed;
	}

	/**
	 * {@return the node of this run} It is not to be waited for from the test:
	 * {@link #inside} does that.
	 */
	public Node node() {
		return this.world.node();
	}

	/**
	 * {@return randomness for the test itself, which the seed decides}
	 */
	public RandomGenerator random() {
		return this.random;
	}

	/**
	 * Starts an application and waits until it is up. Nothing goes wrong meanwhile.
	 * @param application the application
	 */
	public void start(ApplicationSpec application) {
		Objects.requireNonNull(application, "application");
		run("start of " + application.name(), () -> this.world.node().start(application));
	}

	/**
	 * Starts a tree as an application.
	 * @param name the name of the application
	 * @param tree its root
	 */
	public void start(String name, SupervisorSpec tree) {
		start(ApplicationSpec.of(name, tree));
	}

	/**
	 * {@return what code returns that runs as a part of this world, such as a call to one
	 * of its servers; nothing goes wrong meanwhile}
	 * @param <T> what it returns
	 * @param code the code
	 * @throws AssertionError if it does not return within an hour of simulated time
	 */
	public <T extends @Nullable Object> T inside(Callable<T> code) {
		return run("code of the test", code);
	}

	private <T extends @Nullable Object> T run(String what, Callable<T> code) {
		try {
			return this.world.inside(what, Objects.requireNonNull(code, "code"));
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new AssertionError(what + " threw an exception", ex);
		}
	}

	/**
	 * What goes wrong from the next {@link #run} on.
	 * @param faults in the order in which lots are drawn for them
	 */
	public void faults(Fault... faults) {
		for (Fault each : faults) {
			this.world.faults().add(Objects.requireNonNull(each, "fault"));
		}
	}

	/**
	 * Clients that act again and again while the world runs, with pauses of up to 10
	 * milliseconds.
	 * @param count how many
	 * @param action what each does
	 */
	public void clients(int count, Client.Action action) {
		Objects.requireNonNull(action, "action");
		for (int i = 0; i < count && this.clientCount < this.limits.clients(); i++) {
			Client client = new Client(++this.clientCount, this.world.node(), this.random.split());
			this.clients.add(this.world.thread("client " + client.number(), () -> live(client, action)));
		}
	}

	private void live(Client client, Client.Action action) {
		try {
			while (!this.over) {
				client.pause(Duration.ofNanos(client.random().nextLong(10_000_000)));
				if (!this.over) {
					act(client, action);
				}
			}
		}
		catch (InterruptedException ex) {
			// Its thread ends with that.
			failed(ex);
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	private void failed(Throwable failure) {
		if (this.clientFailure == null) {
			this.clientFailure = failure;
		}
	}

	private static void act(Client client, Client.Action action) throws Exception {
		try {
			action.act(client);
		}
		catch (CallException.TimedOut | CallException.ServerExited | CallException.NoServer | CallException.Rejected
				| NoSuchNameException | MailboxFullException ex) {
			// Any caller must expect that.
		}
	}

	/**
	 * What must be so at any time: looked at after each step of each {@link #run} that
	 * follows.
	 * @param what it, for the failure
	 * @param condition whether it is so; runs while nobody else does
	 */
	public void always(String what, BooleanSupplier condition) {
		this.invariants
			.add(new Invariant(Objects.requireNonNull(what, "what"), Objects.requireNonNull(condition, "condition")));
	}

	/**
	 * Lets the world run for some time, with clients and faults. When this returns, the
	 * clients have ended, nothing goes wrong any more, and nobody has anything to do but
	 * what only time brings.
	 * @param duration how long, in simulated time
	 * @throws AssertionError if an invariant is broken, a client fails or one never ends
	 */
	public void run(Duration duration) {
		long end = this.world.now() + duration.toNanos();
		this.clients.forEach(Thread::start);
		this.world.mayStrike(true);
		this.world.driveUntil(this::hasFailed, end);
		this.world.mayStrike(false);
		this.over = true;
		this.world.driveUntil(this::haveClientsEnded, end + Duration.ofHours(1).toNanos());
		this.world.driveUntil(this::hasFailed, this.world.now());
		Throwable failure = this.clientFailure;
		if (failure != null) {
			throw (failure instanceof Error error) ? error : new AssertionError("A client failed: " + failure, failure);
		}
		this.clients.stream().filter(Thread::isAlive).findFirst().ifPresent(Simulation::failStuck);
		this.clients.clear();
		this.over = false;
	}

	private static void failStuck(Thread client) {
		AssertionError stuck = new AssertionError(
				"'" + client.getName() + "' does not end: it waits for something that nobody does");
		stuck.setStackTrace(client.getStackTrace());
		throw stuck;
	}

	/**
	 * Lets the world run for some time without clients and faults: what was broken comes
	 * back, if it can.
	 * @param duration how long, in simulated time
	 * @throws AssertionError if an invariant is broken
	 */
	public void settle(Duration duration) {
		this.world.driveUntil(this::hasFailed, this.world.now() + duration.toNanos());
	}

	/** Broken invariants are thrown. */
	private boolean hasFailed() {
		if (this.world.steps() > this.limits.steps()) {
			throw new Limits.Reached();
		}
		this.invariants.forEach(Invariant::require);
		return this.clientFailure != null;
	}

	private boolean haveClientsEnded() {
		return hasFailed() || this.clients.stream().noneMatch(Thread::isAlive);
	}

	/**
	 * {@return how far simulated time has come}
	 */
	public Duration elapsed() {
		return Duration.ofNanos(this.world.now());
	}

	/**
	 * {@return how many times some thread went on}
	 */
	public long steps() {
		return this.world.steps();
	}

	/**
	 * {@return how many faults there were}
	 */
	public int faultCount() {
		return this.world.faults().total();
	}

	/**
	 * {@return a number that depends on every step: equal for two runs with one seed,
	 * unless something decides that the seed does not}
	 */
	public long trace() {
		return this.world.trace();
	}

	/**
	 * {@return how many clients there were}
	 */
	int clientCount() {
		return this.clientCount;
	}

	/**
	 * {@return the last messages as a sequence diagram of Mermaid}
	 */
	String messages() {
		return this.world.messages();
	}

	void close() {
		this.over = true;
		this.world.close();
	}

	/**
	 * What must be so at any time.
	 *
	 * @param what it
	 * @param condition whether it is so
	 */
	private record Invariant(String what, BooleanSupplier condition) {

		void require() {
			if (!this.condition.getAsBoolean()) {
				throw new AssertionError("Not so any more: " + this.what);
			}
		}

	}

}
