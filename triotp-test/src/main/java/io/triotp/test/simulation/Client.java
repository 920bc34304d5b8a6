package io.triotp.test.simulation;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.triotp.node.Node;

/**
 * Somebody outside the tree who uses it, on a thread of its own, as a web request would.
 * For its own thread.
 */
public final class Client {

	private final int number;

	private final Node node;

	private final SplittableRandom random;

	private final Object wait = new Object();

	Client(int number, Node node, SplittableRandom random) {
		this.number = number;
		this.node = node;
		this.random = random;
	}

	/**
	 * {@return its number, from 1}
	 */
	public int number() {
		return this.number;
	}

	/**
	 * {@return the node}
	 */
	public Node node() {
		return this.node;
	}

	/**
	 * {@return randomness of its own, which the seed decides}
	 */
	public RandomGenerator random() {
		return this.random;
	}

	/**
	 * Waits, in simulated time.
	 * @param time how long
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	public void pause(Duration time) throws InterruptedException {
		long end = this.node.host().time().nanoTime() + time.toNanos();
		for (long left = time.toNanos(); left > 0; left = end - this.node.host().time().nanoTime()) {
			this.node.host().time().park(this.wait, left);
			if (Thread.interrupted()) {
				throw new InterruptedException("interrupted while client " + this.number + " paused");
			}
		}
	}

	/**
	 * What a client does, again and again.
	 */
	@FunctionalInterface
	public interface Action {

		/**
		 * Does it once.
		 * @param client who does it
		 * @throws Exception ends the simulation as a failure, unless it is one that any
		 * caller must expect: no reply in time, a server that ended or is not there, a
		 * full mailbox
		 */
		void act(Client client) throws Exception;

	}

}
