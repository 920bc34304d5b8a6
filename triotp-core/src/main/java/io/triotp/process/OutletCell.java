package io.triotp.process;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A message-driven process whose messages go through an {@link Outlet}.
 *
 * <p>
 * Maintainer's note. A class of its own, so that a process without an outlet has neither
 * a field nor a comparison more: whether a sender may send is asked anyway
 * ({@link ProcessCell#sendsFreely}), and this says no.
 */
final class OutletCell extends ReactiveCell {

	/** Own process only. */
	private @Nullable Outlet outlet;

	OutletCell(LocalNode node, long id, SpawnOptions options, @Nullable ProcessCell parent, Behaviour behaviour) {
		super(node, id, options, parent, behaviour);
	}

	@Override
	boolean sendsFreely() {
		return false;
	}

	void outlet(Outlet outlet) {
		this.outlet = Objects.requireNonNull(outlet, "outlet");
	}

	/** Whether its outlet holds a message back; it decides only for its own thread. */
	boolean holdsBack(Envelope message, Outlet.Output output) {
		Outlet present = this.outlet;
		return present != null && isCurrent() && present.holdsBack(message, output);
	}

}
