package io.triotp.server;

import java.util.Objects;

/**
 * Stands for a server until it has been made.
 */
final class Unmade<S, Q extends Call<?, ?>, M extends Cast<?>> implements GenServer<S, Q, M>, StandIn {

	private final ServerMaker maker;

	Unmade(ServerMaker maker) {
		this.maker = maker;
	}

	/** Called by the process it is for. */
	@SuppressWarnings("unchecked")
	GenServer<S, Q, M> make() {
		return (GenServer<S, Q, M>) Objects.requireNonNull(this.maker.supplier().get(),
				"the supplier of the server returned null; it must make a new GenServer at each start");
	}

	boolean hasOutlet() {
		return this.maker.supplier() instanceof SendsThroughOutlet;
	}

	@Override
	public Class<?> code() {
		return this.maker.code();
	}

	@Override
	public S init() {
		throw new IllegalStateException("the server has not been made");
	}

}
