package io.triotp.spring.boot;

import java.util.concurrent.CountDownLatch;

import io.triotp.node.Node;
import io.triotp.process.MailboxLimit;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessBody;
import io.triotp.process.SpawnOptions;
import org.jspecify.annotations.Nullable;

/**
 * A process that looks at no message and ignores interrupts until it is released.
 */
public final class Stubborn implements ProcessBody, AutoCloseable {

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private final Node node;

	private final Pid pid;

	private volatile Thread thread;

	/**
	 * Start it and wait until it runs.
	 * @param node where
	 * @param path its place
	 */
	public Stubborn(Node node, String path) {
		this(node, path, null);
	}

	/**
	 * Start it with a bounded mailbox and wait until it runs.
	 * @param node where
	 * @param path its place
	 * @param mailbox the bound, {@code null} for none
	 */
	public Stubborn(Node node, String path, @Nullable MailboxLimit mailbox) {
		this.node = node;
		this.pid = node.spawn(SpawnOptions.defaults().label(path).mailbox(mailbox), this);
		passStubbornly(this.begun);
	}

	@Override
	public void run(PlainProcess self) {
		this.thread = Thread.currentThread();
		this.begun.countDown();
		passStubbornly(this.released);
	}

	private static void passStubbornly(CountDownLatch latch) {
		while (true) {
			try {
				latch.await();
				return;
			}
			catch (InterruptedException ex) {
				// That is the point.
			}
		}
	}

	/**
	 * Have messages wait.
	 * @param count how many
	 * @return this
	 */
	public Stubborn flooded(int count) {
		for (int i = 0; i < count; i++) {
			this.node.send(this.pid, i);
		}
		return this;
	}

	/**
	 * Make it a zombie.
	 */
	public void kill() {
		this.node.kill(this.pid);
	}

	/**
	 * {@return its pid}
	 */
	public Pid pid() {
		return this.pid;
	}

	/**
	 * Release it and wait until its thread has ended.
	 */
	@Override
	public void close() {
		this.released.countDown();
		while (this.thread.isAlive()) {
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

}
