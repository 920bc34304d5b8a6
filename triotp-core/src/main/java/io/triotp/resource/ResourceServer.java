package io.triotp.resource;

import java.util.Objects;
import java.util.Optional;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;

/**
 * Keeps a resource open for as long as its process lives.
 *
 * @param <T> the resource
 */
final class ResourceServer<T extends AutoCloseable> implements GenServer<OpenResource<T>, Call<?, ?>, Cast<?>> {

	private final Resource<T> resource;

	ResourceServer(Resource<T> resource) {
		this.resource = resource;
	}

	@Override
	public OpenResource<T> init() throws Exception {
		Pid holder = self().pid();
		BehaviourHost node = self().processes().host();
		OpenResource<T> held = new OpenResource<>();
		Probe<? super T> probe = this.resource.probe();
		ResourceGuard.start(node, this.resource.path(), holder, held, this.resource.limit());
		try {
			T opened = Objects.requireNonNull(this.resource.open().call(),
					"the function that opens the resource returned null");
			if (!held.opened(opened)) {
				// Killed meanwhile.
				opened.close();
				throw new ExitException(ExitReason.killed());
			}
			if (probe != null) {
				Prober.start(node, this.resource.path(), holder, opened, probe, this.resource.patience());
			}
			return held;
		}
		catch (Throwable ex) {
			close(held, ex);
			throw ex;
		}
	}

	/** After a failed start. */
	private static void close(OpenResource<?> held, Throwable failure) {
		try {
			close(held);
		}
		catch (Throwable ex) {
			failure.addSuppressed(ex);
		}
	}

	private static void close(OpenResource<?> held) throws Exception {
		try {
			Optional<? extends AutoCloseable> resource = held.claim();
			if (resource.isPresent()) {
				resource.get().close();
			}
		}
		finally {
			held.closed();
		}
	}

	@Override
	public void terminate(ExitReason reason, OpenResource<T> held) throws Exception {
		close(held);
	}

	@Override
	public Class<?> reportedType() {
		return this.resource.code();
	}

}
