package io.triotp.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.ProcessInfo;
import io.triotp.process.ZombieInfo;
import org.jspecify.annotations.Nullable;

/**
 * The node of one test.
 *
 * @param node the node
 * @param time its time, if that is moved by hand
 * @param messages what was sent in it
 */
record NodeUnderTest(Node node, @Nullable ManualTime time, MessageSequence messages) {

	static NodeUnderTest start(String name, boolean manualTime) {
		ManualTime time = manualTime ? new ManualTime() : null;
		MessageSequence messages = new MessageSequence();
		NodeOptions options = NodeOptions.defaults().name(name).observers(List.of(messages));
		return new NodeUnderTest(Node.start((time != null) ? options.time(time) : options), time, messages);
	}

	/**
	 * Stops what runs, and closes the node.
	 * @return what the test has left behind, empty if nothing
	 */
	String close() {
		List<String> left = new ArrayList<>(orphans());
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
		left.addAll(zombies());
		return left.isEmpty() ? ""
				: left.stream().collect(Collectors.joining("\n- ", "The test leaves behind:\n- ", "\n"));
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

	private List<String> orphans() {
		return this.node.view()
			.processes()
			.filter((each) -> each.parent().filter((parent) -> !parent.isAlive()).isPresent())
			.map((each) -> describe(each) + ", whose starter " + each.parent().orElseThrow() + " has ended")
			.toList();
	}

	private static String describe(ProcessInfo info) {
		return "process " + info.pid() + " (" + info.path() + ", " + info.behaviour().getName() + ")";
	}

	/** Code that ends a moment after its process is no leak. */
	private List<String> zombies() {
		try {
			Await.until(() -> this.node.view().zombieCount() == 0);
			return List.of();
		}
		catch (AssertionError ex) {
			return this.node.view().zombies().stream().map(NodeUnderTest::describe).toList();
		}
	}

	private static String describe(ZombieInfo zombie) {
		return "code that still runs although its process was killed: " + zombie;
	}

}
