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
 * @param mode when handlers run
 */
public record Durability<S>(DurableStore store, String type, StateCodec<S> codec, Mode mode) {

	/**
	 * Creates a durability.
	 * @throws IllegalArgumentException if the type is blank, longer than 100 characters,
	 * or has control characters
	 */
	public Durability {
		Objects.requireNonNull(store, "store");
		Objects.requireNonNull(codec, "codec");
		Objects.requireNonNull(mode, "mode");
		var unused = new StateId(type, "any");
	}

	/**
	 * Creates a durability whose handlers go on while what they return is being stored.
	 * @param store where it is stored
	 * @param type the name of the kind, the same for all versions of the class
	 * @param codec turns states into bytes and back
	 * @throws IllegalArgumentException if the type is blank, longer than 100 characters,
	 * or has control characters
	 */
	public Durability(DurableStore store, String type, StateCodec<S> codec) {
		this(store, type, codec, Mode.GATE);
	}

	/**
	 * {@return a copy with another mode}
	 * @param mode when handlers run
	 */
	public Durability<S> mode(Mode mode) {
		return new Durability<>(this.store, this.type, this.codec, mode);
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

	/**
	 * When handlers run.
	 */
	public enum Mode {

		/**
		 * While what the handlers before have returned is being stored; answers and
		 * messages wait until it is. One transaction carries many changes.
		 */
		GATE,

		/**
		 * Each in a transaction of its own, in which it reads and writes what else is in
		 * the database, and what it returns is stored: all of it or nothing. For stores
		 * that {@linkplain StateStore#runsHandlers() run handlers}, as that of Spring
		 * does. Each message costs a commit, and is a version, also if the state is the
		 * same.
		 */
		TRANSACTION

	}

}
