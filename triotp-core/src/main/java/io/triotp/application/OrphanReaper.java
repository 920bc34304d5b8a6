package io.triotp.application;

import java.time.Duration;
import java.util.List;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.ExitWatch;
import io.triotp.process.Pid;
import io.triotp.time.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes that outlive the tree of their application, because they trap exits or who
 * started them has ended well (OTP A7). Those started without a link belong to nobody.
 */
final class OrphanReaper {

	/** As long as a worker has if nothing is said. */
	private static final Duration TIME = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.application");

	private final BehaviourHost node;

	private final String application;

	private final Pid master;

	/**
	 * Find them when needed.
	 * @param node where they live
	 * @param application the name of their application
	 * @param master its application master, which has ended
	 */
	OrphanReaper(BehaviourHost node, String application, Pid master) {
		this.node = node;
		this.application = application;
		this.master = master;
	}

	boolean exist() {
		return !this.node.orphans(this.master).isEmpty();
	}

	/**
	 * Ask them to end, and kill those that have not when their time is over. Those they
	 * have started are left over next.
	 */
	void end() {
		Deadline deadline = Deadline.in(TIME, this.node.time());
		for (List<Pid> left = orphans(); !left.isEmpty(); left = orphans()) {
			logger.debug("Application '{}' has left {} behind, they are asked to end", this.application, left);
			left.forEach((pid) -> this.node.stop(pid, ExitReason.shutdown()));
			left.forEach((pid) -> awaitOrKill(pid, deadline));
		}
	}

	private List<Pid> orphans() {
		return this.node.orphans(this.master);
	}

	private void awaitOrKill(Pid pid, Deadline deadline) {
		try (ExitWatch watch = this.node.watch(pid)) {
			if (watch.await(deadline).isPresent()) {
				return;
			}
			logger.warn("{} was left behind by application '{}', did not end within 5s and is killed", pid,
					this.application);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.node.kill(pid);
	}

}
