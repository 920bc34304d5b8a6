package io.triotp.durable;

import java.util.Objects;
import java.util.function.Supplier;

import io.triotp.server.GenServer;
import io.triotp.server.SendsThroughOutlet;

/**
 * Supplies a durable server at each start.
 *
 * @param <S> the state
 * @param durability how it is durable
 * @param id whose state it is
 * @param server supplies the callbacks of the user
 * @param readFirst whether its state is read before it counts as started
 */
record DurableSupplier<S>(Durability<S> durability, StateId id, Supplier<? extends GenServer<S, ?, ?>> server,
		boolean readFirst) implements Supplier<GenServer<?, ?, ?>>, SendsThroughOutlet {

	@Override
	public GenServer<?, ?, ?> get() {
		GenServer<S, ?, ?> made = Objects.requireNonNull(this.server.get(),
				"the supplier of the server returned null; it must make a new GenServer at each start");
		return new DurableServer<>(made, this.durability, this.id, this.readFirst);
	}

}
