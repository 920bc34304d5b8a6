package io.triotp.process;

import java.time.Duration;
import java.util.Optional;

/**
 * The processes of one node: starts them, finds them by name, and carries messages and
 * exit signals between them. Several nodes can live in one JVM, independent of each
 * other. A node holds a strong reference to every live process. Any thread may call any
 * method. Methods that take a pid throw {@link IllegalArgumentException} if it belongs to
 * another node.
 *
 * <p>
 * This is the view of a node for users. Authors of behaviours use {@link #host()},
 * observers {@link #view()}.
 */
public interface Processes extends AutoCloseable {

	/**
	 * For a timeout: wait without a limit, 292 years. Every method that takes a timeout
	 * takes this one too.
	 */
	Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

	/**
	 * {@return the name of the node, for logs and errors}
	 */
	String name();

	/**
	 * Starts a plain process.
	 * @param body its code
	 * @return its pid
	 * @throws IllegalStateException if the node has been closed
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	default Pid spawn(ProcessBody body) {
		return spawn(SpawnOptions.defaults(), body);
	}

	/**
	 * Starts a plain process.
	 * @param options name, label, link and mailbox
	 * @param body its code
	 * @return its pid
	 * @throws NameTakenException if another process has the name
	 * @throws IllegalStateException if the node has been closed, or a link is requested
	 * by a thread that runs no process of it
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	Pid spawn(SpawnOptions options, ProcessBody body);

	/**
	 * Sends a message. If the receiver has ended, the message becomes a dead letter (OTP
	 * P1).
	 * @param to the receiver
	 * @param message anything but {@code null}
	 * @throws MailboxFullException if the bounded mailbox of the receiver refuses the
	 * message
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	void send(Pid to, Object message);

	/**
	 * Sends a message to the process that currently has a name.
	 * @param name the name
	 * @param message anything but {@code null}
	 * @throws NoSuchNameException if no live process has the name (OTP P2)
	 * @throws MailboxFullException if the bounded mailbox of the receiver refuses the
	 * message
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	void send(String name, Object message);

	/**
	 * Sends an exit signal (OTP L8, L11). Does nothing if the process has ended.
	 * {@link ExitReason#killed()} is an ordinary reason here, as in OTP; use
	 * {@link #kill} to kill a process.
	 * @param pid the receiver
	 * @param reason why it should end
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	void exit(Pid pid, ExitReason reason);

	/**
	 * Kills a process. When the method returns, the process has ended: its name is free,
	 * its links and monitors have been notified, and its messages are dead letters. Code
	 * of the process that is still running is interrupted and can no longer act as the
	 * process, but the JVM cannot make it stop.
	 * @param pid the process
	 */
	void kill(Pid pid);

	/**
	 * {@return why a process ended, or empty while it is alive}
	 * @param pid the process
	 */
	Optional<ExitReason> exitReason(Pid pid);

	/**
	 * Waits for the end of a process.
	 * @param pid the process
	 * @param timeout how long to wait, 0 or more
	 * @return why it ended, or empty if it did not end in time
	 * @throws InterruptedException if the calling thread is interrupted
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	Optional<ExitReason> awaitExit(Pid pid, Duration timeout) throws InterruptedException;

	/**
	 * {@return the live process that has a name, or empty if there is none}
	 * @param name the name
	 */
	Optional<Pid> whereis(String name);

	/**
	 * Gives a process a name, in addition to those it has.
	 * @param name 1 to 255 characters, not all blank and none a control or format
	 * character
	 * @param pid the process
	 * @throws IllegalArgumentException if the name is invalid
	 * @throws IllegalStateException if the process has ended
	 * @throws NameTakenException if another live process has it
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	void register(String name, Pid pid);

	/**
	 * Removes a name from the process that has it.
	 * @param name the name
	 * @throws NoSuchNameException if no process has it
	 */
	void unregister(String name);

	/**
	 * {@return the view of this node for authors of behaviours}
	 */
	BehaviourHost host();

	/**
	 * {@return the view of this node for observers}
	 */
	NodeView view();

	/**
	 * Kills every process that is still alive and stops the clock. Closing again does
	 * nothing.
	 */
	@Override
	void close();

}
