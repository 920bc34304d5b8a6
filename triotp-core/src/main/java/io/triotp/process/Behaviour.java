package io.triotp.process;

import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The code of a message-driven process. The process itself calls {@link #start},
 * {@link #started}, {@link #handle} and {@link #terminate}, one at a time, on a virtual
 * thread that exists only while there is work; each call sees what the previous one
 * wrote. They may block. Any thread may call the other methods, even while one of those
 * runs; they must neither block nor throw unless they say otherwise.
 */
public interface Behaviour {

	/**
	 * Called first, before any message.
	 * @param self the process
	 * @return {@code null} to continue, or the reason to end with at once, without a call
	 * of {@link #terminate} (OTP G23)
	 * @throws Exception if it fails: the process ends with {@link ExitReason.Crash}, or
	 * with the reason of an {@link ExitException}
	 */
	@Nullable ExitReason start(Self self) throws Exception;

	/**
	 * Called after {@link #start}, before any message.
	 * @return {@code null} to continue, or the reason to end with
	 * @throws Exception if it fails: the process ends with {@link ExitReason.Crash}, or
	 * with the reason of an {@link ExitException}
	 */
	default @Nullable ExitReason started() throws Exception {
		return null;
	}

	/**
	 * Called for each message.
	 * @param envelope the message
	 * @return {@code null} to continue, or the reason to end with
	 * @throws Exception if it fails: the process ends with {@link ExitReason.Crash}, or
	 * with the reason of an {@link ExitException}
	 */
	@Nullable ExitReason handle(Envelope envelope) throws Exception;

	/**
	 * Called for each message; passes it to {@link #handle(Envelope)} unless overridden.
	 * For a behaviour that acts as its process after code of a user has run:
	 * {@link Self#current()} may no longer find it then.
	 * @param self the process
	 * @param envelope the message
	 * @return {@code null} to continue, or the reason to end with
	 * @throws Exception as {@link #handle(Envelope)} does
	 */
	default @Nullable ExitReason handle(Self self, Envelope envelope) throws Exception {
		return handle(envelope);
	}

	/**
	 * Called by the process when no message is left and it is about to fall asleep, which
	 * it does unless a message comes at this moment. Must not block; what it throws ends
	 * the process as a failed {@link #handle} does.
	 * @param self the process
	 * @return {@code null} to sleep, as by default, or the reason to end with unless a
	 * message comes at this moment: whoever sends one from then on finds the process gone
	 */
	default @Nullable ExitReason rest(Self self) {
		return null;
	}

	/**
	 * Called before an orderly end, not before a kill.
	 * @param reason why the process ends
	 * @throws Exception if it fails, which replaces the reason (OTP G24)
	 */
	void terminate(ExitReason reason) throws Exception;

	/**
	 * Called once by the exit sequence, when the process has left all tables and before
	 * its end is reported. After a kill it runs on another thread than that of the
	 * process. Must neither block nor throw.
	 * @param process the process that ended
	 * @param reason why it ended
	 */
	default void exited(Pid process, ExitReason reason) {
	}

	/**
	 * Called when the process has ended and none of its code runs. Releases what is left,
	 * because the pid may be kept. May be called twice. Must neither block nor throw.
	 */
	default void forget() {
	}

	/**
	 * Called on the thread of the sender of a system message, before the message enters
	 * the mailbox. A suspended behaviour can handle it here instead. Must not block. The
	 * default knows no system message and refuses all: override it to get them.
	 * @param message the message
	 * @return whether the behaviour has taken the message, which then does not enter the
	 * mailbox
	 * @throws IllegalArgumentException if this behaviour does not know such a system
	 * message; thrown to the sender
	 */
	default boolean offerSystem(Envelope message) {
		throw new IllegalArgumentException("The behaviour " + type().getName()
				+ " knows no system messages, such as those of Sys: override offerSystem to get them");
	}

	/**
	 * Called on any thread when the process has been asked to end. A behaviour that waits
	 * in {@link #handle} should return. Must neither block nor throw.
	 */
	default void exitRequested() {
	}

	/**
	 * {@return whether this behaviour handles only system messages at the moment; read by
	 * any thread}
	 */
	default boolean isSuspended() {
		return false;
	}

	/**
	 * {@return whether an exit signal from the parent ends the process even if it traps
	 * exits (OTP G22); read by any thread}
	 */
	default boolean endsWithParent() {
		return true;
	}

	/**
	 * {@return whether its messages go through an {@link Outlet}, which it
	 * {@linkplain BehaviourHost#sendThrough gives}; read by any thread when the process
	 * is spawned}
	 */
	default boolean hasOutlet() {
		return false;
	}

	/**
	 * {@return the class of the user's code, for reports; read by any thread}
	 */
	Class<?> type();

	/**
	 * {@return when whoever waits for the handler that is running stops waiting} Called
	 * by the process. {@link Deadline#NEVER} unless overridden.
	 */
	default Deadline deadline() {
		return Deadline.NEVER;
	}

	/**
	 * {@return the message the process is working on, or {@code null}; read by any
	 * thread} Who always says {@code null}, as by default, is never found to be working
	 * on a message for too long.
	 */
	default @Nullable Object currentMessage() {
		return null;
	}

}
