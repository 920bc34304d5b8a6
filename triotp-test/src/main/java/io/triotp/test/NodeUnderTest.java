package io.triotp.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.triotp.node.Node;
import io.triotp.process.MessageObserver;
import io.triotp.process.NodeOptions;
import org.jspecify.annotations.Nullable;

/**
 * The node of one test.
 *
 * @param node the node
 * @param time its time, if that is moved by hand
 * @param messages what was sent in it
 */
record NodeUnderTest(Node node, @Nullable ManualTime time, MessageSequence messages) {

	static NodeUnderTest start(String name, UnaryOperator<NodeOptions> changes) {
		MessageSequence messages = new MessageSequence(100);
		NodeOptions options = changes.apply(NodeOptions.defaults().name(name));
		List<MessageObserver> observers = new ArrayList<>(options.observers());
		observers.add(messages);
		return new NodeUnderTest(Node.start(options.observers(observers)),
				(options.time() instanceof ManualTime manual) ? manual : null, messages);
	}

	/**
	 * Stops what runs, and closes the node.
	 * @return what the test has left behind, empty if nothing
	 */
	String close() {
		List<String> left = new ArrayList<>(Leftovers.orphans(this.node).values());
		CountDownLatch closed = new CountDownLatch(1);
		Thread.ofVirtual().start(() -> {
			try {
				this.node.close();
			}
			finally {
				closed.countDown();
			}
		});
		awaitClosed(closed);
		left.addAll(Leftovers.zombies(this.node, Set.of()));
		return Leftovers.describe(left);
	}

	private void awaitClosed(CountDownLatch closed) {
		if (this.time != null) {
			// What is killed when its time is over would else never be.
			this.time.advanceUntil(() -> closed.getCount() == 0);
			return;
		}
		try {
			if (!closed.await(2 * Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				throw new AssertionError("The node of the test could not be closed");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while the node was closed", ex);
		}
	}

}
