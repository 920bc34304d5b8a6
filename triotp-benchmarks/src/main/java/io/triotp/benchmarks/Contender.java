package io.triotp.benchmarks;

import java.util.function.Supplier;

/**
 * Who is measured.
 */
enum Contender {

	/** This library with everything on. */
	TRIOTP("ours", TriOtpWorld::new),

	/** The floor: objects that borrow a virtual thread while they have messages. */
	ACTIVATION("activation", () -> new BareWorld(ActivatedServer::new)),

	/** The other floor: each process owns a parked virtual thread. */
	THREAD("thread", () -> new BareWorld(ThreadedServer::new)),

	/** Pekko typed, default configuration. */
	PEKKO("pekko", PekkoWorld::new),

	/** Pekko typed, made for few cores and many messages. */
	TUNED_PEKKO("pekko-tuned", TunedPekkoWorld::new);

	private final String label;

	private final Supplier<World> factory;

	Contender(String label, Supplier<World> factory) {
		this.label = label;
		this.factory = factory;
	}

	String label() {
		return this.label;
	}

	World open() {
		return this.factory.get();
	}

	static Contender of(String label) {
		for (Contender each : values()) {
			if (each.label.equals(label)) {
				return each;
			}
		}
		throw new IllegalArgumentException("There is no contender '" + label + "'");
	}

}
