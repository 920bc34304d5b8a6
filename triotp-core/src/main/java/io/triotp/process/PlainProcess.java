package io.triotp.process;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A plain process, as its own code sees it: it receives its messages itself. Implemented
 * only by this library.
 */
public interface PlainProcess extends Self {

	/**
	 * {@return the next message; waits until there is one}
	 * @throws InterruptedException if the thread is interrupted for a reason other than
	 * an exit signal
	 */
	Object receive() throws InterruptedException;

	/**
	 * {@return the next message, or empty if none came in time}
	 * @param timeout how long to wait; 0 takes only what is already there
	 * @throws InterruptedException if the thread is interrupted for a reason other than
	 * an exit signal
	 */
	Optional<Object> receive(Duration timeout) throws InterruptedException;

	/**
	 * {@return the first message that matches; waits until there is one. The others stay
	 * in the mailbox, in order (OTP P4)}
	 * @param wanted which messages match; must not throw
	 * @throws InterruptedException if the thread is interrupted for a reason other than
	 * an exit signal
	 */
	Object receiveMatching(Predicate<Object> wanted) throws InterruptedException;

	/**
	 * {@return the first message that matches, or empty if none came in time. The others
	 * stay in the mailbox, in order (OTP P4)}
	 * @param wanted which messages match; must not throw
	 * @param timeout how long to wait; 0 takes only what is already there
	 * @throws InterruptedException if the thread is interrupted for a reason other than
	 * an exit signal
	 */
	Optional<Object> receiveMatching(Predicate<Object> wanted, Duration timeout) throws InterruptedException;

}
