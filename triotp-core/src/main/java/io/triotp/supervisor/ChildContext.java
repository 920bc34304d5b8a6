package io.triotp.supervisor;

import java.time.Duration;

import io.triotp.process.MailboxLimit;
import io.triotp.server.ServerOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a child is told when it is started.
 *
 * @param path its place in the tree, such as {@code shop/orders/worker}
 * @param staticPath the same, but below a dynamic supervisor the place of that
 * supervisor: one of the few places that a specification names
 * @param id its id
 * @param name the name to register, or {@code null}
 * @param startTimeout how long {@code init} may take, {@code null} for the default of the
 * node
 * @param mailbox the bound of its mailbox, {@code null} for none
 * @param totals where the supervisors of this tree count
 */
public record ChildContext(String path, String staticPath, String id, @Nullable String name,
		@Nullable Duration startTimeout, @Nullable MailboxLimit mailbox, TreeTotals totals) {

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
		return this.path.equals(this.staticPath) ? this.path : this.id;
	}

}
