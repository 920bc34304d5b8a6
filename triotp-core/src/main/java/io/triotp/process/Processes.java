package io.triotp.process;

import java.time.Duration;
import java.util.Optional;

/**
 * The processes of one node: starts them, finds them by name, carries messages and exit
 * signals between them. Several nodes may live in one JVM and know nothing of each other.
 * A node holds a strong reference to every live process. All methods may be called from
 * any thread.
 *
 * <p>
 * This is what users need. Authors of behaviours go on with {@link #host()}, those who
 * watch a node with {@link #view()}.
 */
public interface Processes extends AutoCloseable {

	/**
	 * {@return the name of the node, for logs and errors}
	 */
	String name();

	/**
	 * Start a plain process.
	 * @param body its code
	 * @return its pid
	 * @throws IllegalStateException if the node has been closed
	 */
	default Pid spawn(ProcessBody body) {
		return spawn(SpawnOptions.defaults(), body);
	}

	/**
	 * Start a plain process.
	 * @param options name, label, link and mailbox
	 * @param body its code
	 * @return its pid
	 * @throws NameTakenException if another process has the name
	 * @throws IllegalStateException if the node has been closed, or a link is asked for
	 * by a thread that runs no process of it
	 */
	Pid spawn(SpawnOptions options, ProcessBody body);

	/**
	 * Send a message. One sent to a process that has ended becomes a dead letter (OTP
	 * P1).
	 * @param to the receiver
	 * @param message anything but {@code null}
	 * @throws MailboxFullException if the mailbox of the receiver is bounded and refuses
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	void send(Pid to, Object message);

	/**
	 * Send a message to whoever has a name now.
	 * @param name the name
	 * @param message anything but {@code null}
	 * @throws NoSuchNameException if nobody has the name (OTP P2)
	 * @throws MailboxFullException if the mailbox of the receiver is bounded and refuses
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	void send(String name, Object message);

	/**
	 * Send an exit signal (OTP L8, L11). Nothing happens if the process has ended.
	 * {@link ExitReason#killed()} is an ordinary reason here, as in OTP; to kill a
	 * process, {@link #kill} it.
	 * @param pid the receiver
	 * @param reason why it shall end
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	void exit(Pid pid, ExitReason reason);

	/**
	 * Kill a process. It is dead when the method returns: its name is free, everybody has
	 * been told, its messages are dead letters. Code of it that is running is interrupted
	 * and can no longer act as the process, but the JVM cannot make it stop.
	 * @param pid the process
	 */
	void kill(Pid pid);

	/**
	 * {@return why a process ended, or nothing while it lives}
	 * @param pid the process
	 */
	Optional<ExitReason> exitReason(Pid pid);

	/**
	 * Wait for the end of a process.
	 * @param pid the process
	 * @param timeout how long to wait, 0 or more
	 * @return why it ended, or nothing if it has not ended in time
	 * @throws InterruptedException if the calling thread is interrupted
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	Optional<ExitReason> awaitExit(Pid pid, Duration timeout) throws InterruptedException;

	/**
	 * {@return the process that has a name}
	 * @param name the name
	 */
	Optional<Pid> whereis(String name);

	/**
	 * Give a process a name, in addition to those it has.
	 * @param name 1 to 255 characters, none of which controls a terminal
	 * @param pid the process
	 * @throws NameTakenException if another process has it
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	void register(String name, Pid pid);

	/**
	 * Take a name away from whoever has it.
	 * @param name the name
	 * @throws NoSuchNameException if nobody has it
	 */
	void unregister(String name);

	/**
	 * {@return the same node as the authors of behaviours see it}
	 */
	BehaviourHost host();

	/**
	 * {@return the same node as those see it who watch it}
	 */
	NodeView view();

	/**
	 * Kill every process that is left and stop the clock. Closing twice does nothing.
	 */
	@Override
	void close();

}
