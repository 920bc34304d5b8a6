package io.triotp.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Bare servers: the limit to come near to.
 */
final class BareWorld implements World {

	private final Function<Tally, BareServer> factory;

	private final List<BareServer> servers = new ArrayList<>();

	BareWorld(Function<Tally, BareServer> factory) {
		this.factory = factory;
	}

	@Override
	public Server server(String name, Tally casts) {
		BareServer server = this.factory.apply(casts);
		this.servers.add(server);
		return server;
	}

	@Override
	public Nursery nursery(String name) {
		return new BareNursery(this.factory);
	}

	@Override
	public void close() {
		this.servers.forEach(BareServer::stop);
		this.servers.clear();
	}

	private static final class BareNursery implements Nursery {

		private final Function<Tally, BareServer> factory;

		private final List<BareServer> children = new ArrayList<>();

		BareNursery(Function<Tally, BareServer> factory) {
			this.factory = factory;
		}

		@Override
		public Server start(String id, Tally casts) {
			BareServer server = this.factory.apply(casts);
			this.children.add(server);
			return server;
		}

		@Override
		public void stop() {
			this.children.forEach(BareServer::stop);
			this.children.clear();
		}

	}

}
