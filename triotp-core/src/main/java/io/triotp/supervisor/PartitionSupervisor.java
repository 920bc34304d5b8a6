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
 * A supervisor of equal partitions, and the way to the one that is responsible for a key:
 * where one process is a bottleneck, several share its work. Whoever uses the partitions
 * shares this object; finding one asks no process.
 *
 * <p>
 * Partition {@code i} has the id {@code i} and the name {@code <name>/i}, so that it is
 * found again after a restart (OTP X5).
 */
public final class PartitionSupervisor {

	private final BehaviourHost node;

	private final String name;

	private final int partitions;

	private final SupervisorSpec spec;

	private final Supervisor supervisor;

	/** How many partitions keys are spread over. */
	private final AtomicInteger routed;

	private final ReentrantLock resizing = new ReentrantLock();

	private PartitionSupervisor(BehaviourHost node, String name, PartitionSpec spec) {
		this.node = Objects.requireNonNull(node, "node");
		this.name = Objects.requireNonNull(name, "name");
		this.partitions = spec.count();
		this.spec = spec.supervisor(name);
		this.supervisor = Supervisor.named(node, name);
		this.routed = new AtomicInteger(spec.count());
	}

	/**
	 * {@return a partition supervisor that does not run yet: {@link #start} it, or make
	 * it a {@link #child}}
	 * @param node where it will live
	 * @param name what it is registered as (OTP X1)
	 * @param spec its partitions
	 * @throws IllegalArgumentException if a partition has a name or is significant
	 */
	public static PartitionSupervisor of(Processes node, String name, PartitionSpec spec) {
		return new PartitionSupervisor(node.host(), name, spec);
	}

	/**
	 * Start it without a supervisor above, and wait until all partitions are up.
	 * @return this
	 * @throws StartException if a partition did not start
	 */
	public PartitionSupervisor start() {
		this.routed.set(this.partitions);
		Supervisor.start(this.node, this.name, this.spec);
		return this;
	}

	/**
	 * {@return this as a child of another supervisor, with its name as id}
	 */
	public ChildSpec child() {
		return ChildSpec.supervisor(this.name, this.spec).name(this.name).intercept((context, next) -> {
			requireNode();
			this.routed.set(this.partitions);
			return next.start(context);
		});
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
	 * {@return the index of the partition that is responsible for a key (OTP X3): whole
	 * numbers go by their absolute value, other keys by their {@code hashCode}}
	 * @param key the key
	 * @throws IllegalStateException if there are no partitions now
	 */
	public int index(Object key) {
		int count = this.routed.get();
		if (count == 0) {
			throw new IllegalStateException("Partition supervisor '" + this.name
					+ "' has been resized to 0 partitions, so nobody is responsible for a key; resize it first");
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

	/** The finalizer of MurmurHash3: hash codes that differ little end far apart. */
	private static int mix(int hash) {
		int h = (hash ^ (hash >>> 16)) * 0x85ebca6b;
		h = (h ^ (h >>> 13)) * 0xc2b2ae35;
		return h ^ (h >>> 16);
	}

	/**
	 * {@return the name of the partition that is responsible for a key}
	 * @param key the key
	 * @throws IllegalStateException if there are no partitions now
	 */
	public String nameFor(Object key) {
		return PartitionSpec.nameOf(this.name, index(key));
	}

	/**
	 * {@return the server that is responsible for a key}
	 * @param <P> the server
	 * @param key the key
	 * @throws IllegalStateException if there are no partitions now
	 */
	public <P extends GenServer<?, ?, ?>> ServerRef<P> server(Object key) {
		return ServerRef.named(this.node, nameFor(key));
	}

	/**
	 * {@return the dynamic supervisor that is responsible for a key}
	 * @param key the key
	 * @throws IllegalStateException if there are no partitions now
	 */
	public DynamicSupervisor dynamicSupervisor(Object key) {
		return DynamicSupervisor.named(this.node, nameFor(key));
	}

	/**
	 * {@return the process that is responsible for a key, unless it is just being
	 * restarted}
	 * @param key the key
	 * @throws IllegalStateException if there are no partitions now
	 */
	public Optional<Pid> pid(Object key) {
		return this.node.whereis(nameFor(key));
	}

	// size

	/**
	 * {@return over how many partitions keys are spread (OTP X4)}
	 * @throws io.triotp.server.CallException.NoServer if it does not run (OTP X5)
	 */
	public int partitions() {
		this.supervisor.counts();
		return this.routed.get();
	}

	/**
	 * Use fewer partitions, or more again (OTP X4): partitions that are too many are
	 * stopped, the last one first. Keys then belong to other partitions than before. What
	 * restarts all partitions together restarts the stopped ones too; they get no keys.
	 * @param count how many, from 0 to as many as there were at the start
	 * @return how many there were
	 * @throws IllegalArgumentException if there cannot be as many
	 * @throws ChildStartException if a partition did not start again; those before it are
	 * in use
	 * @throws io.triotp.process.NameTakenException if somebody else has taken the name of
	 * a partition meanwhile
	 * @throws io.triotp.server.CallException.NoServer if it does not run
	 */
	public int resize(int count) {
		if (count < 0 || count > this.partitions) {
			throw new IllegalArgumentException("Partition supervisor '" + this.name + "' can have 0 to "
					+ this.partitions + " partitions, as many as it was made with, but was to get " + count);
		}
		this.resizing.lock();
		try {
			int before = partitions();
			for (int i = before - 1; i >= count; i--) {
				this.routed.set(i);
				this.supervisor.terminateChild(Integer.toString(i));
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
			// It was restarted together with others: it is there, which is what counts.
		}
	}

	/**
	 * {@return its children: as many specifications as it was made with, of which those
	 * in use are active (OTP X4)}
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
	 * Stop all partitions, the last one first, and the supervisor. Waits for the end;
	 * their names are free then.
	 */
	public void stop() {
		this.supervisor.stop();
	}

	@Override
	public String toString() {
		return "partition supervisor '" + this.name + "'";
	}

}
