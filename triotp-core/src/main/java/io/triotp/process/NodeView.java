package io.triotp.process;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node as those see it who watch it: operators, tests, metrics. Looking asks no process
 * anything, so one that is stuck can be looked at too. All methods may be called from any
 * thread.
 */
public interface NodeView {

	/**
	 * {@return how the node works}
	 */
	NodeOptions options();

	/**
	 * {@return what can be seen of every live process; weakly consistent}
	 */
	Stream<ProcessInfo> processes();

	/**
	 * {@return how many processes live}
	 */
	long processCount();

	/**
	 * {@return what can be seen of a process, or nothing if it has ended}
	 * @param pid the process
	 */
	Optional<ProcessInfo> info(Pid pid);

	/**
	 * {@return the live process with a number, or nothing}
	 * @param id the number
	 */
	Optional<Pid> find(long id);

	/**
	 * {@return the processes linked to a process}
	 * @param pid the process
	 */
	List<Pid> links(Pid pid);

	/**
	 * {@return how many messages were never handled, for one reason}
	 * @param reason the reason
	 */
	long deadLetters(DeadLetterReason reason);

	/**
	 * {@return the mailboxes above the {@linkplain NodeOptions#highWaterMark() high-water
	 * mark}, the fullest first}
	 */
	List<HighMailbox> highMailboxes();

	/**
	 * {@return how many mailboxes are above the high-water mark}
	 */
	int highMailboxCount();

	/**
	 * {@return how often a mailbox has passed the high-water mark since the start}
	 */
	long highMailboxTotal();

	/**
	 * {@return the killed processes whose code runs on, the oldest first}
	 */
	List<ZombieInfo> zombies();

	/**
	 * {@return how many killed processes have code that runs on}
	 */
	int zombieCount();

	/**
	 * {@return how many killed processes have been reported since the start because their
	 * code ignored interrupts for 6.1 seconds}
	 */
	long zombieTotal();

	/**
	 * Have a listener told of everything that happens from now on.
	 * @param listener the listener
	 */
	void addListener(NodeListener listener);

	/**
	 * Stop telling a listener.
	 * @param listener the listener
	 */
	void removeListener(NodeListener listener);

}
