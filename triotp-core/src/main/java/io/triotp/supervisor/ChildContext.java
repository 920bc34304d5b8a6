package io.triotp.supervisor;

import java.time.Duration;

import io.triotp.process.MailboxLimit;
import io.triotp.server.ServerOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a child is told when it is started.
 *
 * @param place its place in the tree
 * @param id its id
 * @param name the name to register, or {@code null}
 * @param incarnation how often its supervisor has started it, this start included: 1 the
 * first time. Starts that failed do not count; a new process of the supervisor begins
 * anew
 * @param startTimeout how long {@code init} may take, {@code null} for the default of the
 * node
 * @param mailbox the bound of its mailbox, {@code null} for none
 * @param totals where the supervisors of this tree count
 */
public record ChildContext(Place place, String id, @Nullable String name, int incarnation,
		@Nullable Duration startTimeout, @Nullable MailboxLimit mailbox, TreeTotals totals) {

	/**
	 * {@return its place in the tree, such as {@code shop/orders/worker}}
	 */
	public String path() {
		return this.place.path();
	}

	/**
	 * {@return what a server is to be started with}
	 */
	public ServerOptions serverOptions() {
		return new ServerOptions(this.name, label(), this.startTimeout, this.mailbox);
	}

	/**
	 * {@return what people call its process: its path; below a dynamic supervisor its id,
	 * because a million paths take room}
	 */
	String label() {
		return this.place.isBelowDynamic() ? this.id : path();
	}

}
