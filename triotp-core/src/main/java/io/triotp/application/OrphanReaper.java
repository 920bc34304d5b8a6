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
 * Ends processes that outlive the tree of their application, because they trap exits or
 * because their starter ended normally (OTP A7). Processes started without a link belong
 * to nobody and are left alone.
 */
final class OrphanReaper {

	/** The default shutdown timeout of a worker. */
	private static final Duration TIME = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.application");

	private final BehaviourHost node;

	private final String application;

	private final Pid master;

	/**
	 * Creates a reaper; orphans are looked up when needed.
	 * @param node the node they live in
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
	 * Asks the orphans to end, and kills those that have not ended in time. Processes
	 * that they started become orphans next.
	 */
	void end() {
		Deadline deadline = Deadline.after(TIME, this.node.time());
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
