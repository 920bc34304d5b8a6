package io.triotp.supervisor;

import java.time.Duration;

import io.triotp.process.MailboxLimit;
import io.triotp.process.Processes;
import io.triotp.server.ServerOptions;
import org.jspecify.annotations.Nullable;

/**
 * Describes a child to the code that starts it.
 *
 * @param place its place in the tree
 * @param id its id
 * @param name the name to register, or {@code null}
 * @param incarnation how often its supervisor has started it, including this start: 1 the
 * first time. Failed starts do not count. A new process of the supervisor starts counting
 * again
 * @param startTimeout how long its {@code init} may take, and other code of a user that
 * its start calls, {@code null} for the default of the node
 * @param shutdown how it is stopped
 * @param mailbox the limit of its mailbox, {@code null} for none
 * @param totals the totals of all supervisors in its tree
 */
public record ChildContext(Place place, String id, @Nullable String name, int incarnation,
		@Nullable Duration startTimeout, Shutdown shutdown, @Nullable MailboxLimit mailbox, TreeTotals totals) {

	/** As long as a worker has by default. */
	private static final Duration CLOSING_TIME = Duration.ofSeconds(5);

	/**
	 * {@return its place in the tree, such as {@code shop/orders/worker}}
	 */
	public String path() {
		return this.place.path();
	}

	/**
	 * {@return the options to start a server with}
	 */
	public ServerOptions serverOptions() {
		return new ServerOptions(this.name, label(), this.startTimeout, this.mailbox);
	}

	/**
	 * {@return how long what it had open may take to close, if nobody else says}
	 */
	Duration closingTime() {
		return (this.shutdown instanceof Shutdown.Within(Duration timeout)) ? timeout : CLOSING_TIME;
	}

	/**
	 * {@return how long it may take to end when it is asked to}
	 */
	Duration patience() {
		return switch (this.shutdown) {
			case Shutdown.Within(Duration timeout) -> timeout;
			case Shutdown.Infinity() -> Processes.NO_LIMIT;
			case Shutdown.BrutalKill() -> Duration.ZERO;
		};
	}

	/**
	 * {@return the label of its process: its path, or below a dynamic supervisor its id,
	 * because a million paths take too much memory}
	 */
	String label() {
		return this.place.isBelowDynamic() ? this.id : path();
	}

}
