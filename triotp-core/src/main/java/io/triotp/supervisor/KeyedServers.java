package io.triotp.supervisor;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import io.triotp.process.Processes;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import org.jspecify.annotations.Nullable;

/**
 * One server for each key, such as a device, a customer or a session, below a dynamic
 * supervisor: started when it is first asked for, reached by its key whichever process it
 * has now, as Elixir does with a {@code Registry} beside a {@code DynamicSupervisor}.
 * Each is registered as the name of the supervisor, a slash and the key: nobody else may
 * use these names. May be used by any thread and any process.
 *
 * @param <P> the server
 */
public final class KeyedServers<P extends GenServer<?, ?, ?>> {

	private final Processes node;

	private final String supervisor;

	private final DynamicSupervisor children;

	/** {@code null} if the supervisor has a template. */
	private final @Nullable Function<String, ChildSpec> child;

	private KeyedServers(Processes node, String supervisor, @Nullable Function<String, ChildSpec> child) {
		this.node = Objects.requireNonNull(node, "node");
		this.supervisor = Objects.requireNonNull(supervisor, "supervisor");
		this.children = DynamicSupervisor.named(node, supervisor);
		this.child = child;
	}

	/**
	 * {@return servers that are transient: one that crashes is restarted, one that stops
	 * is started again when it is asked for}
	 * @param <P> the server
	 * @param node the node of the supervisor
	 * @param supervisor the name of the dynamic supervisor, resolved at each use
	 * @param server makes the callbacks of a key; called at each start, as its process
	 */
	public static <P extends GenServer<?, ?, ?>> KeyedServers<P> of(Processes node, String supervisor,
			Function<String, P> server) {
		Objects.requireNonNull(server, "server");
		return ofSpecs(node, supervisor, (key) -> {
			Supplier<P> made = () -> server.apply(key);
			return ChildSpec.server(key, made).restart(Restart.TRANSIENT);
		});
	}

	/**
	 * {@return servers as specifications say}
	 * @param <P> the server
	 * @param node the node of the supervisor
	 * @param supervisor the name of the dynamic supervisor, resolved at each use
	 * @param child makes the specification of a key, whose id and name count for nothing;
	 * called by whoever asks
	 */
	public static <P extends GenServer<?, ?, ?>> KeyedServers<P> ofSpecs(Processes node, String supervisor,
			Function<String, ChildSpec> child) {
		return new KeyedServers<>(node, supervisor, Objects.requireNonNull(child, "child"));
	}

	/**
	 * {@return servers as the template of the supervisor makes them} The template gets
	 * the key as the id and as its one argument, and must give the child its name, which
	 * one in YAML does.
	 * @param <P> the server
	 * @param node the node of the supervisor
	 * @param supervisor the name of the dynamic supervisor, resolved at each use
	 */
	public static <P extends GenServer<?, ?, ?>> KeyedServers<P> ofTemplate(Processes node, String supervisor) {
		return new KeyedServers<>(node, supervisor, null);
	}

	/**
	 * {@return the server of a key, started if there is none} Waits until its
	 * {@code init} is done. Of several threads that ask at once, one starts it. A server
	 * that waits for its restart is left to its backoff: calls say so until it is up. Ask
	 * for it at each use: one that is up costs a look-up, and one that has stopped is
	 * started again.
	 * @param key the key, a part of a path
	 * @throws TooManyChildrenException if the maximum number of children is reached
	 * @throws io.triotp.process.NameTakenException if another process has its name
	 * @throws ChildStartException if it did not start
	 * @throws IllegalStateException if its {@code init} had nothing to do
	 * @throws IllegalArgumentException if the key cannot be an id, or the supervisor has
	 * no template to make it with
	 * @throws io.triotp.server.CallException if the supervisor does not run
	 */
	public ServerRef<P> get(String key) {
		ServerRef<P> server = refTo(key);
		if (server.pid().isEmpty()) {
			start(key);
		}
		return server;
	}

	private void start(String key) {
		String name = name(key);
		boolean known = (this.child != null) ? this.children.startUnlessKnown(this.child.apply(key).id(key).name(name))
				: this.children.startUnlessKnown(name, key, key);
		if (!known) {
			throw new IllegalStateException("init of '" + name + "' found nothing to do (ignore)");
		}
	}

	/**
	 * {@return the server of a key if it has been started} It may wait for its restart.
	 * @param key the key
	 * @throws io.triotp.server.CallException if the supervisor does not run
	 */
	public Optional<ServerRef<P>> find(String key) {
		ServerRef<P> server = refTo(key);
		return (server.pid().isPresent() || this.children.knows(name(key))) ? Optional.of(server) : Optional.empty();
	}

	/**
	 * Stops the server of a key and waits until it has ended. It is started again when
	 * somebody {@linkplain #get asks} for it.
	 * @param key the key
	 * @return whether there was one
	 * @throws io.triotp.server.CallException if the supervisor does not run
	 */
	public boolean stop(String key) {
		return this.children.terminateNamed(name(key));
	}

	/**
	 * {@return the keys that have a server, in no particular order} Looks at all children
	 * of the supervisor.
	 * @throws io.triotp.server.CallException if the supervisor does not run
	 */
	public List<String> keys() {
		return this.children.children().stream().map(ChildInfo::id).toList();
	}

	private ServerRef<P> refTo(String key) {
		return ServerRef.named(this.node, name(key));
	}

	private String name(String key) {
		return this.supervisor + "/" + Objects.requireNonNull(key, "key");
	}

	@Override
	public String toString() {
		return "servers by key of " + this.children;
	}

}
