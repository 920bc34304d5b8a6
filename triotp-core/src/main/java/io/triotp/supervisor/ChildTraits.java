package io.triotp.supervisor;

import java.time.Duration;

import io.triotp.process.MailboxLimit;
import org.jspecify.annotations.Nullable;

/**
 * What a child has in common with its siblings: its specification without id, name and
 * start. Siblings share one, so that a million children do not need a million of them.
 *
 * @param type worker or supervisor
 * @param restart whether it is restarted
 * @param shutdown how it is stopped
 * @param significant whether its end may end the supervisor
 * @param backoff how long to wait before restarts, {@code null} for the backoff of the
 * supervisor
 * @param startTimeout how long its {@code init} may take, {@code null} for the default of
 * the node
 * @param mailbox the limit of its mailbox, {@code null} for none
 */
record ChildTraits(ChildType type, Restart restart, Shutdown shutdown, boolean significant, @Nullable Backoff backoff,
		@Nullable Duration startTimeout, @Nullable MailboxLimit mailbox) {

	static ChildTraits of(ChildSpec spec) {
		return new ChildTraits(spec.type(), spec.restart(), spec.shutdown(), spec.significant(), spec.backoff(),
				spec.startTimeout(), spec.mailbox());
	}

	/**
	 * {@return the traits of a child; the instance of a sibling if they are equal}
	 * @param spec the specification of the child
	 * @param sibling the traits of another child, or {@code null}
	 */
	static ChildTraits of(ChildSpec spec, @Nullable ChildTraits sibling) {
		ChildTraits own = of(spec);
		return (sibling != null && own.equals(sibling)) ? sibling : own;
	}

}
