package io.triotp.spring.boot.view;

/**
 * What is told of a process only if wanted, as it costs something or is not for all.
 *
 * @param stack whether to tell where its code is
 * @param state what to tell of what it holds
 */
public record Wanted(boolean stack, State state) {

	/** Nothing besides. */
	public static final Wanted NOTHING = new Wanted(false, new State.None());

	/** Where its code is. */
	public static final Wanted STACK = new Wanted(true, new State.None());

	/**
	 * What to tell of what a process holds.
	 */
	public sealed interface State {

		/**
		 * Nothing.
		 */
		record None() implements State {
		}

		/**
		 * That whoever asks must not see it.
		 *
		 * @param why why not
		 */
		record Refused(String why) implements State {
		}

		/**
		 * What the process shows.
		 *
		 * @param mask hides what must not be seen
		 */
		record Shown(Mask mask) implements State {
		}

	}

}
