package io.triotp.operator;

import java.util.Objects;

import io.triotp.process.NodeEvent;
import io.triotp.process.Pid;
import io.triotp.process.Stamp;

/**
 * What an operator has done.
 */
public sealed interface OperatorEvent extends NodeEvent {

	/**
	 * {@return what was asked for}
	 */
	OperatorAction action();

	/**
	 * {@return who asked}
	 */
	String who();

	/**
	 * An operator asks for something; it is about to be done.
	 *
	 * @param stamp when and where
	 * @param pid the child; for {@link OperatorAction#START}, its supervisor
	 * @param child the path of the child
	 * @param action what is asked for
	 * @param who who asks
	 * @param why what for; may be empty
	 */
	record Asked(Stamp stamp, Pid pid, String child, OperatorAction action, String who,
			String why) implements OperatorEvent {

		public Asked {
			Objects.requireNonNull(stamp, "stamp");
			Objects.requireNonNull(pid, "pid");
			Objects.requireNonNull(child, "child");
			Objects.requireNonNull(action, "action");
			Objects.requireNonNull(who, "who");
			Objects.requireNonNull(why, "why");
		}

	}

	/**
	 * It could not be done.
	 *
	 * @param stamp when and where
	 * @param pid the child; for {@link OperatorAction#START}, its supervisor
	 * @param child the path of the child
	 * @param action what was asked for
	 * @param who who asked
	 * @param failure what kept it from being done
	 */
	record Failed(Stamp stamp, Pid pid, String child, OperatorAction action, String who,
			OperatorException.Failure failure) implements OperatorEvent {

		public Failed {
			Objects.requireNonNull(stamp, "stamp");
			Objects.requireNonNull(pid, "pid");
			Objects.requireNonNull(child, "child");
			Objects.requireNonNull(action, "action");
			Objects.requireNonNull(who, "who");
			Objects.requireNonNull(failure, "failure");
		}

	}

}
