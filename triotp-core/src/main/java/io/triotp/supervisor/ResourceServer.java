package io.triotp.supervisor;

import java.util.Objects;
import java.util.concurrent.Callable;

import io.triotp.process.ExitReason;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;

/**
 * Keeps a resource open for as long as the process lives.
 */
final class ResourceServer implements GenServer<AutoCloseable, Call<?, ?>, Cast<?>> {

	private final Callable<? extends AutoCloseable> open;

	ResourceServer(Callable<? extends AutoCloseable> open) {
		this.open = open;
	}

	@Override
	public AutoCloseable init() throws Exception {
		return Objects.requireNonNull(this.open.call(), "the function that opens the resource returned null");
	}

	@Override
	public void terminate(ExitReason reason, AutoCloseable resource) throws Exception {
		resource.close();
	}

}
