package io.triotp.resource;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.server.GenServer;
import io.triotp.server.ServerOptions;
import org.jspecify.annotations.Nullable;

/**
 * A resource that a process holds open for as long as it lives. For authors of children.
 *
 * @param <T> the resource
 * @param path the place of the child
 * @param open opens the resource; called by the new process
 * @param probe looks at the resource while it is open, {@code null} for no probe
 * @param code the class that reports name
 * @param patience how long it may take to end when a probe has failed
 * @param limit how long closing may take if the process has been killed
 */
public record Resource<T extends AutoCloseable>(String path, Callable<? extends T> open,
		@Nullable Probe<? super T> probe, Class<?> code, Duration patience, Duration limit) {

	public Resource {
		Objects.requireNonNull(path, "path");
		Objects.requireNonNull(open, "open");
		Objects.requireNonNull(code, "code");
		Objects.requireNonNull(patience, "patience");
		Objects.requireNonNull(limit, "limit");
	}

	/**
	 * Starts the process, linked to the calling one, and waits until the resource is
	 * open.
	 * @param options its name and limits
	 * @return the process
	 * @throws io.triotp.server.StartException if it could not be opened
	 */
	public Pid startLink(ServerOptions options) {
		return GenServer.startLink(new ResourceServer<>(this), options).pid().orElseThrow();
	}

	/**
	 * {@return the process that must end before the place is free: something that an
	 * earlier process there had open is not closed yet}
	 * @param node the node
	 */
	public Optional<Pid> closing(BehaviourHost node) {
		Objects.requireNonNull(node, "node");
		return ResourceGuard.closing(node, this.path);
	}

}
