package io.triotp.benchmarks;

/**
 * A place where servers live, made by one {@link Contender}. The cases are written once,
 * against this.
 */
interface World extends AutoCloseable {

	/**
	 * Let callers call at the same time, each one after the other, and wait for the last
	 * answer. A caller is a virtual thread unless the contender has something better.
	 * @param callers how many callers
	 * @param callsEach how often each calls
	 * @param choice whom they call
	 */
	default void callTogether(int callers, int callsEach, Choice choice) {
		Callers.virtual(callers, (caller) -> {
			for (int i = 0; i < callsEach; i++) {
				choice.server(caller, i).call();
			}
		});
	}

	/**
	 * Start a caller that makes one call; do not wait for it. A caller is a virtual
	 * thread unless the contender has something better.
	 * @param server whom it calls
	 * @param answered told of the answer; not told if the call failed
	 */
	default void startCaller(Server server, Tally answered) {
		Thread.startVirtualThread(() -> {
			try {
				server.call();
			}
			catch (RuntimeException ex) {
				return;
			}
			answered.hit();
		});
	}

	/**
	 * {@return a running server with a name, supervised if the contender can}
	 * @param name its name
	 * @param casts told of each cast it has handled
	 */
	Server server(String name, Tally casts);

	/**
	 * {@return running servers with names of their own, all under one supervisor if the
	 * contender can}
	 * @param count how many
	 */
	default Server[] servers(int count) {
		Server[] servers = new Server[count];
		for (int i = 0; i < count; i++) {
			servers[i] = server("one-of-many-" + i, Tally.NONE);
		}
		return servers;
	}

	/**
	 * {@return a parent that children can be added to, supervised if the contender can}
	 * @param name its name
	 */
	Nursery nursery(String name);

	/**
	 * {@return a server that can be crashed, restarted each time}
	 * @param name its name
	 * @throws UnsupportedOperationException if the contender supervises nothing
	 */
	default Phoenix phoenix(String name) {
		throw new UnsupportedOperationException(getClass().getSimpleName() + " restarts nothing");
	}

	/**
	 * {@return so many servers that are all restarted when one crashes}
	 * @param children how many
	 * @param starts told of each start, the first ones too
	 * @throws UnsupportedOperationException if the contender cannot
	 */
	default Phoenix oneForAll(int children, Tally starts) {
		throw new UnsupportedOperationException(getClass().getSimpleName() + " has no one-for-all");
	}

	@Override
	void close();

	/** Tells callers whom to call. */
	@FunctionalInterface
	interface Choice {

		/**
		 * {@return the server of a call}
		 * @param caller the number of the caller, from 0
		 * @param call the number of its call, from 0
		 */
		Server server(int caller, int call);

	}

	/** A server, as its clients see it. */
	interface Server {

		/** Ask, and wait for the answer. */
		Object call();

		/** Tell, and do not wait. */
		void cast();

		/** Ask, and wait; the handler blocks its process for a millisecond. */
		Object callSleeping();

		/**
		 * Have its handler call another server so many times, and wait for the end.
		 * @param other a server of the same world
		 * @param calls how many
		 */
		void relay(Server other, int calls);

	}

	/** Starts children while it runs. */
	interface Nursery {

		/**
		 * Start a child without a name.
		 * @param id its id
		 * @param casts told of each cast it has handled
		 */
		Server start(String id, Tally casts);

		/**
		 * Start a child with a name.
		 * @param name its id and name
		 * @param casts told of each cast it has handled
		 * @throws UnsupportedOperationException if the contender knows no names
		 */
		default Server startNamed(String name, Tally casts) {
			throw new UnsupportedOperationException(getClass().getSimpleName() + " knows no names");
		}

		/** Stop all children, and wait until they are gone. */
		void stop();

	}

	/** Rises again. */
	interface Phoenix {

		/** Have it crash; returns at once. */
		void crash();

		/** Ask until there is an answer, from whichever incarnation. */
		Object callUntilAnswered();

	}

}
