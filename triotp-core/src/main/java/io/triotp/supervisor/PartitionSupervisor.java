package io.triotp.supervisor;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import io.triotp.server.StartException;

/**
 * A supervisor of equal partitions that finds the partition responsible for a key: where
 * one process is a bottleneck, several share its work. All users of the partitions share
 * this object. Finding a partition calls no process.
 *
 * <p>
 * Partition {@code i} has the id {@code i} and the name {@code <name>/i}, so that it is
 * found after a restart (OTP X5).
 */
public final class PartitionSupervisor {

	private final BehaviourHost node;

	private final String name;

	private final int partitions;

	private final SupervisorSpec spec;

	private final Supervisor supervisor;

	/** The number of partitions that keys are spread over. */
	private final AtomicInteger routed;

	private final ReentrantLock resizing = new ReentrantLock();

	private PartitionSupervisor(BehaviourHost node, String name, PartitionSpec spec) {
		this.node = Objects.requireNonNull(node, "node");
		this.name = Objects.requireNonNull(name, "name");
		this.partitions = spec.count();
		this.spec = marked(spec.supervisor(name));
		this.supervisor = Supervisor.named(node, name);
		this.routed = new AtomicInteger(spec.count());
	}

	private SupervisorSpec marked(SupervisorSpec spec) {
		PartitionMember mark = new PartitionMember(this);
		return spec.children(spec.children().stream().map((child) -> child.intercept(mark)).toArray(ChildSpec[]::new));
	}

	/**
	 * {@return a partition supervisor that does not run yet: {@link #start} it, or use it
	 * as a {@link #child}}
	 * @param node the node it will live in
	 * @param name the name it registers (OTP X1)
	 * @param spec its partitions
	 * @throws IllegalArgumentException if a partition has a name or is significant
	 */
	public static PartitionSupervisor of(Processes node, String name, PartitionSpec spec) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(spec, "spec");
		return new PartitionSupervisor(node.host(), name, spec);
	}

	/**
	 * {@return the partition supervisor that runs under a name: the object it was made
	 * with, which all its users share} Asks its process once. Works after its start has
	 * returned, from any thread.
	 * @param node the node it lives in
	 * @param name its name
	 * @throws io.triotp.server.CallException.NoServer if no process has the name
	 * @throws IllegalArgumentException if the process that has the name is no partition
	 * supervisor
	 */
	public static PartitionSupervisor named(Processes node, String name) {
		return SupervisorFace.named(node, name, SupervisorProcess.class)
			.ask(new SupervisorRequest.WhichPartitions())
			.orElseThrow(() -> new IllegalArgumentException(
					"The supervisor '" + name + "' is no partition supervisor: use Supervisor.named for it"));
	}

	/**
	 * Starts it without a supervisor above it, and waits until all partitions are up.
	 * @return this
	 * @throws StartException if a partition did not start
	 */
	public PartitionSupervisor start() {
		Supervisor.start(this.node, this.name, this.spec);
		this.routed.set(this.partitions);
		return this;
	}

	/**
	 * {@return this as a child of another supervisor, with its name as the id}
	 */
	public ChildSpec child() {
		OwnInterceptor prepare = (context, next) -> {
			requireNode();
			StartedChild started = next.start(context);
			this.routed.set(this.partitions);
			return started;
		};
		return ChildSpec.supervisor(this.name, this.spec).name(this.name).intercept(prepare);
	}

	private void requireNode() {
		BehaviourHost here = Self.current().processes().host();
		if (here != this.node) {
			throw new IllegalStateException(
					"Partition supervisor '" + this.name + "' was made for node '" + this.node.options().name()
							+ "' but is started in '" + here.options().name() + "'; make another one for it");
		}
	}

	// routing

	/**
	 * {@return the index of the partition that is responsible for a key (OTP X3). It
	 * depends on the absolute value of whole numbers and on the {@code hashCode} of other
	 * keys}
	 * @param key the key
	 * @throws IllegalStateException if it has been resized to 0 partitions
	 */
	public int index(Object key) {
		Objects.requireNonNull(key, "key");
		int count = this.routed.get();
		if (count == 0) {
			throw new IllegalStateException("Partition supervisor '" + this.name
					+ "' has been resized to 0 partitions, so none is responsible for a key; resize it first");
		}
		return switch (key) {
			case Integer number -> spread(number, count);
			case Long number -> spread(number, count);
			case Short number -> spread(number, count);
			case Byte number -> spread(number, count);
			default -> Math.floorMod(mix(key.hashCode()), count);
		};
	}

	private static int spread(long number, int count) {
		return Math.floorMod(Math.abs(number), count);
	}

	/** The finalizer of MurmurHash3: similar hash codes end up far apart. */
	private static int mix(int hash) {
		int h = (hash ^ (hash >>> 16)) * 0x85ebca6b;
		h = (h ^ (h >>> 13)) * 0xc2b2ae35;
		return h ^ (h >>> 16);
	}

	/**
	 * {@return the name of the partition that is responsible for a key}
	 * @param key the key
	 * @throws IllegalStateException if it has been resized to 0 partitions
	 */
	public String nameFor(Object key) {
		return PartitionSpec.nameOf(this.name, index(key));
	}

	/**
	 * {@return the server that is responsible for a key}
	 * @param <P> the type of the server
	 * @param key the key
	 * @throws IllegalStateException if it has been resized to 0 partitions
	 */
	public <P extends GenServer<?, ?, ?>> ServerRef<P> server(Object key) {
		return ServerRef.named(this.node, nameFor(key));
	}

	/**
	 * {@return the dynamic supervisor that is responsible for a key}
	 * @param key the key
	 * @throws IllegalStateException if it has been resized to 0 partitions
	 */
	public DynamicSupervisor dynamicSupervisor(Object key) {
		return DynamicSupervisor.named(this.node, nameFor(key));
	}

	/**
	 * {@return the process that is responsible for a key; empty if it does not run, as
	 * during a restart}
	 * @param key the key
	 * @throws IllegalStateException if it has been resized to 0 partitions
	 */
	public Optional<Pid> pid(Object key) {
		return this.node.whereis(nameFor(key));
	}

	// size

	/**
	 * {@return the number of partitions that keys are spread over (OTP X4)}
	 * @throws io.triotp.server.CallException.NoServer if it does not run (OTP X5)
	 */
	public int partitions() {
		this.supervisor.counts();
		return this.routed.get();
	}

	/**
	 * Changes the number of partitions in use (OTP X4). Surplus partitions are stopped,
	 * the last one first. Keys may then belong to other partitions than before. A restart
	 * of all partitions together also restarts the stopped ones, but they get no keys.
	 * @param count the new number, from 0 to the number at the start
	 * @return the previous number
	 * @throws IllegalArgumentException if the count is out of that range
	 * @throws ChildStartException if a partition did not start again; those before it are
	 * in use
	 * @throws io.triotp.process.NameTakenException if another process has taken the name
	 * of a partition meanwhile
	 * @throws io.triotp.server.CallException.NoServer if it does not run
	 * @throws IllegalStateException if the calling thread is interrupted while it waits
	 * for another resize; nothing has changed then, and its interrupt flag is set again
	 */
	public int resize(int count) {
		if (count < 0 || count > this.partitions) {
			throw new IllegalArgumentException("Partition supervisor '" + this.name + "' can have 0 to "
					+ this.partitions + " partitions, the number it was made with, but the count is " + count);
		}
		try {
			this.resizing.lockInterruptibly();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Resizing partition supervisor '" + this.name + "' to " + count
					+ " was interrupted while another resize was under way; nothing was changed", ex);
		}
		try {
			int before = partitions();
			for (int i = before - 1; i >= count; i--) {
				this.routed.set(i);
				this.supervisor.terminateChild(Integer.toString(i));
			}
			if (count < before) {
				// A restart in the middle has all of them run again.
				this.routed.set(count);
			}
			for (int i = before; i < count; i++) {
				restart(i);
				this.routed.set(i + 1);
			}
			return before;
		}
		finally {
			this.resizing.unlock();
		}
	}

	private void restart(int index) {
		try {
			this.supervisor.restartChild(Integer.toString(index));
		}
		catch (ChildConflictException ex) {
			// It was restarted together with others: it runs, and that is enough.
		}
	}

	/**
	 * {@return the counts of its children: all partitions have specifications, those in
	 * use are active (OTP X4)}
	 */
	public ChildCounts counts() {
		return this.supervisor.counts();
	}

	/**
	 * {@return the supervisor of the partitions}
	 */
	public Supervisor supervisor() {
		return this.supervisor;
	}

	/**
	 * Stops all partitions, the last one first, and then the supervisor. Waits for the
	 * end; their names are then free. Called by a process below it, it does not wait: the
	 * supervisor ends after that process.
	 */
	public void stop() {
		this.supervisor.stop();
	}

	@Override
	public String toString() {
		return "partition supervisor '" + this.name + "'";
	}

}
