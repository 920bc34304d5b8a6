package io.triotp.spring.boot;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.triotp.node.Node;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeListener;
import io.triotp.supervisor.SupervisorEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ends children and waits until they have been started again.
 */
public final class Restarts implements NodeListener {

	private final CountDownLatch restarted;

	private Restarts(int count) {
		this.restarted = new CountDownLatch(count);
	}

	public static void await(Node node, int count, Runnable action) {
		Restarts restarts = new Restarts(count);
		node.view().addListener(restarts);
		try {
			action.run();
			assertThat(restarts.restarted.await(10, TimeUnit.SECONDS)).as("restarted in time").isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			node.view().removeListener(restarts);
		}
	}

	@Override
	public void onEvent(NodeEvent event) {
		if (event instanceof SupervisorEvent.ChildStarted started && started.incarnation() > 1) {
			this.restarted.countDown();
		}
	}

}
