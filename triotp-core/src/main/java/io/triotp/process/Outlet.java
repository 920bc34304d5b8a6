package io.triotp.process;

/**
 * What the messages of a process go through before they leave it. For authors of
 * behaviours whose messages must not be seen before something else is certain.
 *
 * <p>
 * Casts, requests and plain messages go through it, and replies that the code of the
 * process gives; so do neither exit signals, links and monitors, nor timers.
 */
public interface Outlet {

	/**
	 * Decides about a message or a reply. Called as the process, on its thread, with no
	 * lock held; may block. What it throws is thrown to the code that sends.
	 * @param message the envelope of a message; for a reply, the call it answers
	 * @param output sends it
	 * @return whether it is held back: then either {@link Output#release()} or
	 * {@link Output#drop()} is to be called later, once, by any thread; if not, it is
	 * sent at once
	 */
	boolean holdsBack(Envelope message, Output output);

	/**
	 * A message or a reply that is held back.
	 */
	interface Output {

		/**
		 * Sends it. Neither blocks nor throws: a message for which there is no receiver
		 * any more is a dead letter.
		 */
		void release();

		/**
		 * {@return whether it is a reply, and the envelope the call it answers}
		 */
		default boolean isReply() {
			return false;
		}

		/**
		 * Lets it count as a dead letter instead: what it rests on did not come true.
		 */
		void drop();

	}

}
