package io.triotp.node;

import java.util.List;

import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationStartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that is there for the sake of some applications: it runs until they have ended
 * or the JVM is asked to stop.
 *
 * @param node the node
 * @param applications what to run, in any order
 */
record NodeRun(Node node, List<ApplicationSpec> applications) {

	private static final Logger logger = LoggerFactory.getLogger(Node.class);

	/** Returns when all applications have ended, or the node was closed. */
	void untilEnd() {
		Thread hook = Thread.ofPlatform().name("triotp-shutdown").unstarted(this.node::close);
		addHook(hook, this.node.name());
		try {
			start();
			this.node.awaitEnd();
		}
		finally {
			removeHook(hook);
		}
	}

	private void start() {
		try {
			this.node.startAll(this.applications);
		}
		catch (ApplicationStartException ex) {
			this.node.applications().stream().filter(Node::stopsAll).findFirst().ifPresent((failed) -> {
				// The start was given up because that application has failed.
				ApplicationFailedException failure = new ApplicationFailedException(failed);
				failure.addSuppressed(ex);
				throw failure;
			});
			if (!this.node.refusesStarts()) {
				throw ex;
			}
			logger.info("Node '{}' has been closed before all its applications were up: {}", this.node.name(),
					ex.getMessage());
		}
	}

	private static void addHook(Thread hook, String node) {
		try {
			Runtime.getRuntime().addShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			throw new IllegalStateException("Node '" + node + "' runs nothing: the JVM is shutting down", ex);
		}
	}

	private static void removeHook(Thread hook) {
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			logger.debug("The JVM is shutting down: the shutdown hook stops the node");
		}
	}

}
