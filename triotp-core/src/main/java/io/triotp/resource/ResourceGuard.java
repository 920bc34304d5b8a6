package io.triotp.resource;

import java.time.Duration;
import java.util.Optional;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.NameTakenException;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessBody;
import io.triotp.process.SpawnOptions;
import io.triotp.process.SystemMessage;
import io.triotp.process.Waiting;
import io.triotp.time.Deadline;
import io.triotp.time.TimeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outlives the process that holds a resource, and closes what a kill has left open. It
 * ends when nothing is open any more: until then, its name says that the place is taken.
 *
 * <p>
 * Maintainer's note. A kill runs no code of the killed, so somebody else must close, and
 * the next incarnation must wait for that: a port that is still bound would use up its
 * restarts. The guard is found by its name and not through the supervisor, which may have
 * been killed too. Rejected: closing in the exit sequence, whose thread must not block.
 */
final class ResourceGuard implements ProcessBody {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.resource");

	private static final String PREFIX = "guard of ";

	/** Names are no longer. */
	private static final int LONGEST = 255;

	private final BehaviourHost node;

	private final String path;

	private final Pid holder;

	private final OpenResource<?> resource;

	private final Duration limit;

	private ResourceGuard(BehaviourHost node, String path, Pid holder, OpenResource<?> resource, Duration limit) {
		this.node = node;
		this.path = path;
		this.holder = holder;
		this.resource = resource;
		this.limit = limit;
	}

	/**
	 * Starts the guard of a resource, before it is opened.
	 * @param limit how long closing may take
	 */
	static void start(BehaviourHost node, String path, Pid holder, OpenResource<?> resource, Duration limit) {
		ResourceGuard guard = new ResourceGuard(node, path, holder, resource, limit);
		String name = nameOf(path);
		SpawnOptions options = SpawnOptions.defaults().label(PREFIX + path);
		try {
			node.spawn(options.name(name), guard);
		}
		catch (NameTakenException ex) {
			// Of another tree with such a place, or of one that does not get closed.
			node.spawn(options, guard);
		}
	}

	/**
	 * {@return the guard of what an earlier holder at this place, that has ended or is
	 * about to, still has open}
	 */
	static Optional<Pid> closing(BehaviourHost node, String path) {
		return node.whereis(nameOf(path))
			.filter((guard) -> node.waiting(guard)
				.map(Waiting::target)
				.filter((holder) -> holder.isAlive() && !node.isLeaving(holder))
				.isEmpty());
	}

	/** The end of a long path tells more than its beginning. */
	private static String nameOf(String path) {
		int over = PREFIX.length() + path.length() - LONGEST;
		return PREFIX + ((over > 0) ? path.substring(over) : path);
	}

	@Override
	public void run(PlainProcess self) throws InterruptedException {
		self.monitor(this.holder);
		this.node.startWaiting(new EndOf(this.holder));
		self.receiveMatching(SystemMessage.Down.class::isInstance);
		this.node.stopWaiting();
		this.resource.abandon();
		Optional<? extends AutoCloseable> left = this.resource.claim();
		if (left.isPresent()) {
			close(self, left.get());
		}
		else if (!this.resource.awaitClosed(Deadline.after(this.limit, this.node.time()))) {
			late("");
		}
	}

	private void close(PlainProcess self, AutoCloseable left) {
		logger.info("'{}' ({}) was killed and has left {} open, which is closed now", this.path, this.holder,
				left.getClass().getName());
		try {
			this.node.<Boolean>callWithin(this.limit, () -> {
				left.close();
				return true;
			}, Late::new);
		}
		catch (Late ex) {
			late(", " + ex.where());
		}
		catch (Exception | LinkageError | AssertionError ex) {
			if (!self.alive()) {
				// Its node is closed; what still runs is a zombie.
				return;
			}
			logger.warn("What '{}' ({}) had left open could not be closed: {}", this.path, this.holder,
					ExitReason.crash(ex), ex);
		}
	}

	private void late(String where) {
		logger.warn(
				"What '{}' ({}) had open has not been closed within {}{}. It is given up, and the next start no longer "
						+ "waits for it: if that fails because something is still in use, this is why",
				this.path, this.holder, TimeText.of(this.limit), where);
	}

	/**
	 * What a guard waits for; tells whose it is.
	 */
	private record EndOf(Pid target) implements Waiting {

		@Override
		public boolean isOver() {
			return !this.target.isAlive();
		}

	}

}
