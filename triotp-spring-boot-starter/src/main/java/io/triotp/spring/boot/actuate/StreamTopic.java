package io.triotp.spring.boot.actuate;

import io.triotp.spring.boot.view.TreeRequest;

/**
 * What a client of the stream can subscribe to.
 */
sealed interface StreamTopic {

	/** The summary. */
	String SUMMARY = "summary";

	/** What happens. */
	String EVENTS = "events";

	/** A part of the trees. */
	String TREE = "tree";

	/** One process, with its id behind a colon. */
	String PROCESS = "process";

	/**
	 * {@return its name, as a client writes it}
	 */
	String name();

	/**
	 * {@return the name of the events that tell of it}
	 */
	default String event() {
		return name();
	}

	/**
	 * What happens, each thing once.
	 */
	record Events() implements StreamTopic {

		@Override
		public String name() {
			return EVENTS;
		}

	}

	/**
	 * How something is: a later picture of it makes an earlier one worthless.
	 */
	sealed interface State extends StreamTopic {

	}

	/**
	 * The node at a glance.
	 */
	record Summary() implements State {

		@Override
		public String name() {
			return SUMMARY;
		}

	}

	/**
	 * A part of the trees.
	 *
	 * @param request which part
	 */
	record Tree(TreeRequest request) implements State {

		@Override
		public String name() {
			return TREE;
		}

	}

	/**
	 * One process or place.
	 *
	 * @param id its id
	 */
	record Process(String id) implements State {

		@Override
		public String name() {
			return PROCESS + ":" + this.id;
		}

		@Override
		public String event() {
			return PROCESS;
		}

	}

}
