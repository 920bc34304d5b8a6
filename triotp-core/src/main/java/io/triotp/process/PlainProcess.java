package io.triotp.process;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A plain process: it receives its messages itself. Implemented by this library only.
 */
public interface PlainProcess extends Self {

	/**
	 * {@return the next message, as soon as there is one}
	 * @throws InterruptedException if the thread is interrupted for another reason than
	 * an exit signal
	 */
	Object receive() throws InterruptedException;

	/**
	 * {@return the next message, or nothing if none came in time}
	 * @param timeout how long to wait; 0 looks at what is there
	 * @throws InterruptedException if the thread is interrupted for another reason than
	 * an exit signal
	 */
	Optional<Object> receive(Duration timeout) throws InterruptedException;

	/**
	 * {@return the first message that matches, as soon as there is one; the others stay,
	 * in their order (OTP P4)}
	 * @param wanted which messages match; must not throw
	 * @throws InterruptedException if the thread is interrupted for another reason than
	 * an exit signal
	 */
	Object receiveMatching(Predicate<Object> wanted) throws InterruptedException;

	/**
	 * {@return the first message that matches, or nothing if none came in time; the
	 * others stay, in their order (OTP P4)}
	 * @param wanted which messages match; must not throw
	 * @param timeout how long to wait; 0 looks at what is there
	 * @throws InterruptedException if the thread is interrupted for another reason than
	 * an exit signal
	 */
	Optional<Object> receiveMatching(Predicate<Object> wanted, Duration timeout) throws InterruptedException;

}
