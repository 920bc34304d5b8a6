package io.triotp.process;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The view of a node for observers: operators, tests and metrics. Never sends a message
 * to a process, so even a stuck process can be inspected. Any thread may call any method.
 */
public interface NodeView {

	/**
	 * {@return the options of the node}
	 */
	NodeOptions options();

	/**
	 * {@return information about every live process; weakly consistent}
	 */
	Stream<ProcessInfo> processes();

	/**
	 * {@return all live processes, counted in one pass; costs far less than
	 * {@link #processes()}}
	 * @param behaviours the classes of code whose processes are to be counted
	 */
	ProcessCensus census(Class<?>... behaviours);

	/**
	 * {@return how many messages wait for a process, 0 if it has ended}
	 * @param pid the process
	 */
	int mailboxSize(Pid pid);

	/**
	 * Glances at every live process, weakly consistent. Cheaper than
	 * {@link #processes()}, which is felt with a hundred thousand of them.
	 * @param observer called for each process, with no lock held
	 */
	void glance(Consumer<ProcessGlance> observer);

	/**
	 * {@return a glance at a process} Of one that has ended it tells who it was.
	 * @param pid the process
	 */
	ProcessGlance glance(Pid pid);

	/**
	 * {@return the number of live processes}
	 */
	long processCount();

	/**
	 * {@return the number of processes that have ended and of whose end not all have been
	 * told yet}
	 */
	int endingCount();

	/**
	 * {@return information about a process, or empty if it has ended}
	 * @param pid the process
	 */
	Optional<ProcessInfo> info(Pid pid);

	/**
	 * {@return what else can be seen of a process, or empty if it has ended} Takes longer
	 * than {@link #info}: its mailbox and its bonds are walked through, up to a limit.
	 * @param pid the process
	 */
	Optional<ProcessDetails> details(Pid pid);

	/**
	 * {@return the limit of the mailbox of a process, or empty if it has none}
	 * @param pid the process, alive or not
	 */
	Optional<MailboxLimit> mailboxLimit(Pid pid);

	/**
	 * {@return the live process with a number, or empty if there is none}
	 * @param id its {@link Pid#id() number}
	 */
	Optional<Pid> find(long id);

	/**
	 * {@return the processes linked to a process}
	 * @param pid the process
	 */
	List<Pid> links(Pid pid);

	/**
	 * {@return how many messages were never handled for a reason}
	 * @param reason the reason
	 */
	long deadLetters(DeadLetterReason reason);

	/**
	 * {@return the mailboxes above the {@linkplain NodeOptions#highWaterMark() high-water
	 * mark}, fullest first}
	 */
	List<HighMailbox> highMailboxes();

	/**
	 * {@return how many mailboxes are above the high-water mark}
	 */
	int highMailboxCount();

	/**
	 * {@return how many times a mailbox has passed the high-water mark since the node
	 * started}
	 */
	long highMailboxTotal();

	/**
	 * {@return the killed processes whose code is still running, oldest kill first}
	 */
	List<ZombieInfo> zombies();

	/**
	 * {@return how many killed processes have code that is still running}
	 */
	int zombieCount();

	/**
	 * {@return how many killed processes have been reported since the node started,
	 * because their code ignored interrupts for 6.1 seconds}
	 */
	long zombieTotal();

	/**
	 * {@return the processes that work on one message for longer than
	 * {@linkplain NodeOptions#wedgedAfter() is usual}, longest first} Found by a look at
	 * all processes every 10 seconds, more rarely if there are very many. Plain processes
	 * are not among them, nor are suspended ones.
	 */
	List<WedgedHandler> wedged();

	/**
	 * {@return how many processes work on one message for too long}
	 */
	int wedgedCount();

	/**
	 * {@return how many times a process has been found to work on one message for too
	 * long since the node started}
	 */
	long wedgedTotal();

	/**
	 * {@return how many calls of servers of this node were given up since it started,
	 * because no answer came in time}
	 */
	long callTimeouts();

	/**
	 * {@return how many {@linkplain NodeOptions#spareCarriers() spare carriers} the node
	 * has lent at present, because code that never returns holds the others}
	 */
	int spareCarriersLent();

	/**
	 * {@return whether virtual threads get no carrier at present, and none can be lent}
	 */
	boolean lacksCarriers();

	/**
	 * {@return why nobody has a name, for an error message; empty if that is not known}
	 * @param name the name
	 */
	Optional<String> whyUnregistered(String name);

	/**
	 * Sets who explains why nobody has a name; replaces whoever did before.
	 * @param explanation gives half a sentence for a name, or nothing; called by the
	 * thread that asked for the name, must neither block nor throw
	 */
	void explainUnregistered(Function<String, Optional<String>> explanation);

	/**
	 * Adds a listener, which receives every event from now on.
	 * @param listener the listener
	 */
	void addListener(NodeListener listener);

	/**
	 * Removes a listener, if present.
	 * @param listener the listener
	 */
	void removeListener(NodeListener listener);

}
