package io.triotp.benchmarks;

/**
 * A place where servers live, made by one {@link Contender}. The cases are written once,
 * against this.
 */
interface World extends AutoCloseable {

	/**
	 * {@return a running server with a name, supervised if the contender can}
	 * @param name its name
	 * @param casts told of each cast it has handled
	 */
	Server server(String name, Tally casts);

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
		 * @throws UnsupportedOperationException if the contender knows no names
		 */
		default Server startNamed(String name) {
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
