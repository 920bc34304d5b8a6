package io.triotp.virtual;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.triotp.process.BehaviourHost;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.Envelope;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.StackRoom;
import io.triotp.server.Whereabouts;
import org.jspecify.annotations.Nullable;

/**
 * All servers of one name that have a process, or messages that wait for one. Shared by
 * whoever sends to them, by their supervisor, which tells of each start, and by their
 * {@link Keeper}, which has them started.
 */
final class Residents implements Whereabouts {

	private final BehaviourHost node;

	private final String name;

	private final ConcurrentHashMap<String, Resident> all = new ConcurrentHashMap<>();

	private final LongAdder activations = new LongAdder();

	private final LongAdder passivations = new LongAdder();

	/** {@code null} if nobody has servers started: their tree does not run. */
	private volatile @Nullable Pid keeper;

	Residents(BehaviourHost node, String name) {
		this.node = node;
		this.name = name;
	}

	// the side of senders

	@Override
	public @Nullable Pid find(String key) {
		Resident resident = this.all.get(key);
		return (resident != null) ? resident.open() : null;
	}

	@Override
	public @Nullable Pid keeper() {
		return this.keeper;
	}

	@Override
	public void deliver(@Nullable Self sender, String key, @Nullable Pid found, Envelope envelope) {
		if (sender != null && this.node.hasOutlet(sender)) {
			this.node.requireSenderAlive(sender, called(key), envelope);
			if (this.node.holdsBack(sender, found, envelope, new HeldForKey(this, key, envelope))) {
				return;
			}
		}
		send(sender, key, found, envelope, false);
	}

	/** What was let in before and held back is sent. */
	void release(String key, Envelope envelope) {
		send(null, key, find(key), envelope, true);
	}

	void drop(String key, Envelope envelope) {
		this.node.undelivered(called(key), envelope, DeadLetterReason.NOT_COMMITTED, ExitReason.noProcess());
	}

	private void send(@Nullable Self sender, String key, @Nullable Pid found, Envelope envelope, boolean kept) {
		Pid to = found;
		while (to == null || !(kept ? this.node.offerKept(to, envelope) : this.node.offer(sender, to, envelope))) {
			StackRoom.require();
			this.node.requireSenderAlive(sender, called(key), envelope);
			Pid present = this.keeper;
			if (present == null) {
				this.node.undelivered(called(key), envelope, DeadLetterReason.NO_PROCESS, ExitReason.noProcess());
				return;
			}
			envelope.addressedTo(present);
			Resident resident = this.all.computeIfAbsent(key, Resident::new);
			switch (resident.keep(envelope, to)) {
				case FIRST -> {
					want(resident);
					return;
				}
				case BEHIND -> {
					giveUpIfNobodyKeeps(resident);
					return;
				}
				case FULL -> {
					this.node.undelivered(called(key), envelope, DeadLetterReason.MAILBOX_FULL, ExitReason.normal());
					return;
				}
				case OPEN -> to = resident.open();
				case GONE -> {
					this.all.remove(key, resident);
					to = null;
				}
			}
		}
	}

	/** If the keeper has ended, the next one looks at all of them. */
	private void want(Resident resident) {
		Pid present = this.keeper;
		if (present != null) {
			this.node.offerKept(present, new Wanted(resident.key()));
		}
		giveUpIfNobodyKeeps(resident);
	}

	/** Whoever stops keeping gives up what it finds, and this came later. */
	private void giveUpIfNobodyKeeps(Resident resident) {
		if (this.keeper == null) {
			giveUp(resident, ExitReason.noProcess());
		}
	}

	// the side of the supervisor

	/**
	 * A server has been started or restarted: it gets what waits for it, and is watched.
	 */
	void runs(String key, Pid pid) {
		StackRoom.require();
		Resident resident = this.all.computeIfAbsent(key, Resident::new);
		while (!resident.runs(pid, (envelope) -> this.node.offerKept(pid, envelope))) {
			this.all.remove(key, resident);
			resident = this.all.computeIfAbsent(key, Resident::new);
		}
		this.activations.increment();
		Resident told = resident;
		this.node.onExit(pid, (process, reason) -> ended(told, process, reason));
	}

	private void ended(Resident resident, Pid pid, ExitReason reason) {
		if (resident.isLetGo() && reason.equals(ExitReason.normal())) {
			this.passivations.increment();
		}
		switch (resident.ended(pid)) {
			case WANTED -> want(resident);
			case GONE -> this.all.remove(resident.key(), resident);
			case NOTHING -> {
			}
		}
	}

	// the side of the keeper

	/** Servers are started from now on, until the process of their keeper has ended. */
	void keptBy(Pid process) {
		this.keeper = process;
		this.node.onExit(process, this::left);
	}

	private void left(Pid process, ExitReason reason) {
		Pid present = this.keeper;
		if (present == process) {
			this.keeper = null;
		}
		if (present == process || present == null) {
			this.all.values().forEach((each) -> giveUp(each, reason));
		}
	}

	@Nullable Resident get(String key) {
		return this.all.get(key);
	}

	Stream<Resident> stream() {
		return this.all.values().stream();
	}

	/** A server cannot be started: what waits for it is returned. */
	void giveUp(Resident resident, ExitReason reason) {
		for (Envelope each = resident.takeFirst(); each != null; each = resident.takeFirst()) {
			boolean told = false;
			try {
				this.node.undelivered(called(resident.key()), each, DeadLetterReason.NO_PROCESS, reason);
				told = true;
			}
			finally {
				if (!told) {
					resident.putBack(each);
				}
			}
		}
		if (resident.isGone()) {
			this.all.remove(resident.key(), resident);
		}
	}

	// looking

	List<String> active() {
		return stream().filter((each) -> each.open() != null).map(Resident::key).toList();
	}

	VirtualCounts counts() {
		return new VirtualCounts(active().size(), this.activations.sum(), this.passivations.sum());
	}

	String called(String key) {
		return this.name + "/" + key;
	}

	@Override
	public String toString() {
		return "virtual servers '" + this.name + "'";
	}

	/**
	 * Tells the keeper that a key has messages and no process.
	 */
	private static final class Wanted extends Envelope {

		private final String key;

		Wanted(String key) {
			this.key = key;
		}

		@Override
		public Object content() {
			return this.key;
		}

		@Override
		protected boolean countsAsDeadLetter() {
			return false;
		}

	}

}
