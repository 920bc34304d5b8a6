package io.triotp.process;

import org.jspecify.annotations.Nullable;

/**
 * The code of a message-driven process. {@link #start}, {@link #started}, {@link #handle}
 * and {@link #terminate} are called by the process itself, one at a time, on a virtual
 * thread that exists only while there is something to do; each sees what the one before
 * has written. They may block. All other methods are called by any thread, also while one
 * of those runs, and must neither block nor throw unless they say otherwise.
 */
public interface Behaviour {

	/**
	 * Called first, before any message.
	 * @param self the process
	 * @return {@code null} to go on, or the reason to end with at once;
	 * {@link #terminate} is not called then (OTP G23)
	 * @throws Exception to end with {@link ExitReason.Crash}, or with the reason of an
	 * {@link ExitException}
	 */
	@Nullable ExitReason start(Self self) throws Exception;

	/**
	 * Called after {@link #start}, before any message.
	 * @return {@code null} to go on, or the reason to end with
	 * @throws Exception to end with {@link ExitReason.Crash}, or with the reason of an
	 * {@link ExitException}
	 */
	default @Nullable ExitReason started() throws Exception {
		return null;
	}

	/**
	 * Called for each message.
	 * @param envelope the message
	 * @return {@code null} to go on, or the reason to end with
	 * @throws Exception to end with {@link ExitReason.Crash}, or with the reason of an
	 * {@link ExitException}
	 */
	@Nullable ExitReason handle(Envelope envelope) throws Exception;

	/**
	 * Called before an orderly end, not before a kill.
	 * @param reason why the process ends
	 * @throws Exception to replace the reason (OTP G24)
	 */
	void terminate(ExitReason reason) throws Exception;

	/**
	 * Called once by the exit sequence when the process has left all tables, before
	 * anybody is told of its end. After a kill this is another thread than that of the
	 * process. Must neither block nor throw.
	 * @param process the process that ended
	 * @param reason why it ended
	 */
	default void exited(Pid process, ExitReason reason) {
	}

	/**
	 * Called when the process has ended and none of its code runs any more: let go of
	 * what is left, because somebody may keep the pid. May be called twice. Must neither
	 * block nor throw.
	 */
	default void forget() {
	}

	/**
	 * Called by the sender of a system message before it puts it into the mailbox, on any
	 * thread: a behaviour that takes no messages for the time being may see to this one
	 * without. Must not block.
	 * @param message the message
	 * @return whether it has kept the message, which is not put into the mailbox then
	 * @throws IllegalArgumentException if it is no system message for this behaviour;
	 * goes to the sender
	 */
	default boolean offerSystem(Envelope message) {
		return false;
	}

	/**
	 * Called when the process has been asked to end, on any thread: a behaviour that
	 * waits in {@link #handle} should return. Must neither block nor throw.
	 */
	default void exitRequested() {
	}

	/**
	 * {@return whether it takes no messages but system messages; read by any thread}
	 */
	default boolean isSuspended() {
		return false;
	}

	/**
	 * {@return whether an exit signal of the parent ends the process although it traps
	 * exits (OTP G22); read by any thread}
	 */
	default boolean endsWithParent() {
		return true;
	}

	/**
	 * {@return the class of the user's code, for reports; read by any thread}
	 */
	Class<?> type();

	/**
	 * {@return the message the process is working on, or {@code null}; read by any
	 * thread}
	 */
	default @Nullable Object currentMessage() {
		return null;
	}

}
