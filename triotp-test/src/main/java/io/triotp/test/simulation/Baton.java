package io.triotp.test.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import io.triotp.process.ThreadSource;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread of a node run at a time, and takes the baton back where that one waits
 * in code of the library.
 */
final class Baton implements ThreadSource {

	private final ThreadLocal<@Nullable Participant> current = new ThreadLocal<>();

	/** Made since the conductor looked. */
	private final Queue<Participant> made = new ConcurrentLinkedQueue<>();

	/** Used by the conductor, in the order in which they were made. */
	private final List<Participant> all = new ArrayList<>();

	private volatile @Nullable Thread conductor;

	private volatile @Nullable Participant holder;

	/** Once the run is over everybody runs as they like. */
	private volatile boolean free;

	@Override
	public Thread forProcess(Runnable code) {
		Participant participant = new Participant(this, code);
		this.made.add(participant);
		return participant.thread();
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

	boolean isFree() {
		return this.free;
	}

	// the threads of the node

	void enter(Participant participant) {
		this.current.set(participant);
	}

	/**
	 * {@return the participant whose thread calls, or {@code null} if another does}
	 */
	@Nullable Participant current() {
		return this.current.get();
	}

	void handOn() {
		LockSupport.unpark(this.conductor);
	}

	// the conductor

	void conductedBy(Thread thread) {
		this.conductor = thread;
	}

	/**
	 * {@return all whose code has not returned, in the order in which they were made}
	 */
	List<Participant> all() {
		for (Participant next = this.made.poll(); next != null; next = this.made.poll()) {
			this.all.add(next);
		}
		this.all.removeIf(Participant::hasEnded);
		return this.all;
	}

	/** Lets one run until it waits or ends. */
	void pass(Participant to) {
		to.grant();
		this.holder = to;
		while (to.hasBaton()) {
			LockSupport.park(this);
		}
		to.settle();
		this.holder = null;
	}

	/**
	 * {@return who has the baton; read by whoever looks after the conductor}
	 */
	@Nullable Thread holder() {
		Participant present = this.holder;
		return (present != null) ? present.thread() : null;
	}

	/** Lets all run. */
	void free() {
		this.free = true;
		all().forEach((each) -> LockSupport.unpark(each.thread()));
	}

}
