package io.triotp.server;

import java.util.Objects;
import java.util.function.Supplier;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.Self;

/**
 * Makes a server in the process that it is for, before its {@link GenServer#init}. What
 * the supplier starts and links belongs to that process, and a supplier that hangs holds
 * up nobody else: the start timeout covers both. For authors of behaviours.
 *
 * @param supplier makes the server; called by the new process
 * @param code the class that reports name until there is a server
 */
public record ServerMaker(Supplier<? extends GenServer<?, ?, ?>> supplier, Class<?> code) {

	public ServerMaker {
		Objects.requireNonNull(supplier, "supplier");
		Objects.requireNonNull(code, "code");
	}

	/**
	 * Starts a server linked to the calling process, its parent, and waits for its
	 * {@link GenServer#init}.
	 * @param options its name and limits
	 * @return the process of the running server
	 * @throws StartException if it did not start
	 * @throws io.triotp.process.NameTakenException if another process has the name; no
	 * server is made then
	 * @throws IllegalStateException if the calling thread runs no process
	 */
	public Pid startLink(ServerOptions options) {
		BehaviourHost node = Self.current().processes().host();
		return ServerStart.linked(node, new Unmade<>(this), options);
	}

}
