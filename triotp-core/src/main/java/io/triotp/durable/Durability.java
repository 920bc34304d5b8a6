package io.triotp.durable;

import java.util.Objects;
import java.util.function.Supplier;

import io.triotp.server.GenServer;

/**
 * How servers of one kind are durable: where their state is stored, under which name, and
 * as which bytes.
 *
 * @param <S> their state
 * @param store where it is stored
 * @param type the name of the kind, the same for all versions of the class
 * @param codec turns states into bytes and back
 */
public record Durability<S>(DurableStore store, String type, StateCodec<S> codec) {

	/**
	 * Creates a durability.
	 * @throws IllegalArgumentException if the type is blank, longer than 100 characters,
	 * or has control characters
	 */
	public Durability {
		Objects.requireNonNull(store, "store");
		Objects.requireNonNull(codec, "codec");
		var unused = new StateId(type, "any");
	}

	/**
	 * {@return a server whose state is stored, for a child specification: it is read
	 * before the server counts as started}
	 * @param key which of the kind it is
	 * @param server supplies the callbacks, whose state must be this one's; called at
	 * each start, by the process of the server
	 * @throws IllegalArgumentException if this cannot be a key
	 */
	public Supplier<GenServer<?, ?, ?>> server(String key, Supplier<? extends GenServer<S, ?, ?>> server) {
		Objects.requireNonNull(server, "server");
		return new DurableSupplier<>(this, new StateId(this.type, key), server, true);
	}

	/**
	 * {@return a server whose state is stored, and read when it has been started, before
	 * its first message: whoever starts many of them does not wait for the store. For
	 * authors of behaviours}
	 * @param key which of the kind it is
	 * @param server supplies the callbacks, whose state must be this one's
	 * @throws IllegalArgumentException if this cannot be a key
	 */
	@SuppressWarnings("unchecked")
	public Supplier<GenServer<?, ?, ?>> startedFirst(String key, Supplier<? extends GenServer<?, ?, ?>> server) {
		Objects.requireNonNull(server, "server");
		Supplier<? extends GenServer<S, ?, ?>> typed = (Supplier<? extends GenServer<S, ?, ?>>) server;
		return new DurableSupplier<>(this, new StateId(this.type, key), typed, false);
	}

}
