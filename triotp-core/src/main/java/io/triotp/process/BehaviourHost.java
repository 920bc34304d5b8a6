package io.triotp.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The view of a node for authors of behaviours: what a {@link Behaviour} needs in
 * addition to {@link Processes}. Any thread may call any method.
 */
public interface BehaviourHost extends Processes {

	/**
	 * {@return the options of the node}
	 */
	NodeOptions options();

	/**
	 * {@return the clock of the node}
	 */
	TimeSource time();

	// starting

	/**
	 * Starts a message-driven process. Does not wait for its {@link Behaviour#start}.
	 * @param options name, label, link and mailbox
	 * @param behaviour its code
	 * @return its pid
	 * @throws NameTakenException if another process has the name
	 * @throws IllegalStateException if the node has been closed, or a link is requested
	 * by a thread that runs no process of it
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	Pid spawn(SpawnOptions options, Behaviour behaviour);

	/**
	 * Starts a plain process and monitors it from the calling one, atomically.
	 * @param options name, label, link and mailbox
	 * @param body its code
	 * @return the monitor, whose target is the process
	 * @throws NameTakenException if another process has the name
	 * @throws IllegalStateException if the node has been closed, or the calling thread
	 * runs no process of it
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	MonitorRef spawnMonitor(SpawnOptions options, ProcessBody body);

	/**
	 * Starts a message-driven process and monitors it from the calling one, atomically.
	 * Does not wait for its {@link Behaviour#start}.
	 * @param options name, label, link and mailbox
	 * @param behaviour its code
	 * @return the monitor, whose target is the process
	 * @throws NameTakenException if another process has the name
	 * @throws IllegalStateException if the node has been closed, or the calling thread
	 * runs no process of it
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	MonitorRef spawnMonitor(SpawnOptions options, Behaviour behaviour);

	/**
	 * Removes the link and the monitors by which a process would learn of the end of one
	 * that it has started. Used after a failed start, which is reported in another way
	 * (OTP S6).
	 * @param starter the process that must not be told
	 * @param child the process that ends
	 */
	void muteStart(Pid starter, Pid child);

	// messages

	/**
	 * Sends an envelope of a behaviour's own kind.
	 * @param to the receiver
	 * @param envelope a new envelope
	 * @throws MailboxFullException if the bounded mailbox of the receiver refuses the
	 * message
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	default void deliver(Pid to, Envelope envelope) {
		deliver(Self.currentOrNull(), to, envelope);
	}

	/**
	 * Sends an envelope of a behaviour's own kind, for a caller that already knows its
	 * process.
	 * @param sender the calling process, as returned by {@link Self#currentOrNull()}
	 * @param to the receiver
	 * @param envelope a new envelope
	 * @throws MailboxFullException if the bounded mailbox of the receiver refuses the
	 * message
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	void deliver(@Nullable Self sender, Pid to, Envelope envelope);

	/**
	 * Sends a system message. No mailbox limit applies, and a suspended behaviour gets it
	 * too ({@link Behaviour#offerSystem}).
	 * @param to the receiver
	 * @param envelope a new envelope
	 * @throws IllegalArgumentException if the receiver is a plain process, or has a
	 * behaviour that does not know such a system message
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	default void deliverSystem(Pid to, Envelope envelope) {
		deliverSystem(Self.currentOrNull(), to, envelope);
	}

	/**
	 * Sends a system message, for a caller that already knows its process.
	 * @param sender the calling process, as returned by {@link Self#currentOrNull()}
	 * @param to the receiver
	 * @param envelope a new envelope
	 * @throws IllegalArgumentException if the receiver is a plain process, or has a
	 * behaviour that does not know such a system message
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	void deliverSystem(@Nullable Self sender, Pid to, Envelope envelope);

	/**
	 * Sends an envelope past any mailbox limit. For what a behaviour sends to itself.
	 * @param to the receiver
	 * @param envelope a new envelope
	 */
	void deliverSignal(Pid to, Envelope envelope);

	/**
	 * Sends an envelope that is kept if the receiver takes no more messages.
	 * @param sender the calling process, as returned by {@link Self#currentOrNull()}
	 * @param to the receiver, which the envelope {@linkplain Envelope#addressedTo is
	 * told}
	 * @param envelope an envelope that is in no mailbox
	 * @return false if the receiver takes no more messages, and has not got it
	 * @throws MailboxFullException if the bounded mailbox of the receiver refuses the
	 * message
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	boolean offer(@Nullable Self sender, Pid to, Envelope envelope);

	/**
	 * Sends an envelope that was accepted before there was a receiver, past any mailbox
	 * limit. May be called while a lock is held.
	 * @param to the receiver, which the envelope {@linkplain Envelope#addressedTo is
	 * told}
	 * @param envelope an envelope that is in no mailbox
	 * @return false if the receiver takes no more messages, and has not got it
	 */
	boolean offerKept(Pid to, Envelope envelope);

	/**
	 * Does what must come before a message is sent: one whose sender has been killed is
	 * counted and not sent.
	 * @param sender the calling process, as returned by {@link Self#currentOrNull()}
	 * @param to an object whose text names the receiver
	 * @param envelope the message
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	void requireSenderAlive(@Nullable Self sender, Object to, Envelope envelope);

	/**
	 * Has the messages of a process go through an outlet from now on.
	 * @param self the calling process, whose behaviour {@linkplain Behaviour#hasOutlet
	 * has an outlet}
	 * @param outlet the outlet
	 * @throws IllegalArgumentException if its behaviour has none
	 */
	void sendThrough(Self self, Outlet outlet);

	/**
	 * {@return whether the messages of a process go through an outlet}
	 * @param self the calling process, as returned by {@link Self#currentOrNull()}
	 */
	boolean hasOutlet(@Nullable Self self);

	/**
	 * Asks the outlet of a process, for messages that this node does not know of.
	 * @param sender the calling process
	 * @param to the receiver, whose mailbox must let it in now if it is held back;
	 * {@code null} if that is not known
	 * @param message the envelope of a message; for a reply, the call it answers
	 * @param output sends it
	 * @return whether it must not be sent now: it is held back, or has been dropped
	 * @throws MailboxFullException if the bounded mailbox of the receiver refuses the
	 * message
	 */
	boolean holdsBack(Self sender, @Nullable Pid to, Envelope message, Outlet.Output output);

	/**
	 * Runs a short task later, on the thread of the clock, unless its owner has ended by
	 * then.
	 * @param owner the process the timer belongs to
	 * @param delay the delay, 0 or more
	 * @param task must neither block nor throw
	 * @return the timer
	 * @throws IllegalArgumentException if the delay is negative
	 */
	TimerRef runAfter(Pid owner, Duration delay, Runnable task);

	/**
	 * Counts a message that a behaviour could not deliver. Must not be called while a
	 * lock is held, because listeners are called.
	 * @param to the {@link Pid} of its receiver; or, if that is no process, an object
	 * whose text names the intended receiver
	 * @param message the message; for a reply, the request. Only its type is reported,
	 * never its content
	 * @param why the reason
	 */
	void countDeadLetter(Object to, Object message, DeadLetterReason why);

	/**
	 * Lets an envelope that is in no mailbox account for never being handled, and counts
	 * it. Must not be called while a lock is held, because listeners are called.
	 * @param to an object whose text names the intended receiver
	 * @param envelope the envelope
	 * @param why the reason
	 * @param exit why there is no receiver, for whoever waits for an answer
	 */
	void undelivered(Object to, Envelope envelope, DeadLetterReason why, ExitReason exit);

	/**
	 * Counts a call whose caller has given up because its time was over, and logs it now
	 * and then. Must not be called while a lock is held.
	 * @param server the process that has not answered
	 * @param request what was asked; only its type is reported
	 * @param timeout how long the caller waited
	 * @param where where the time went, for the log: half a sentence without contents of
	 * messages; called at once or not at all
	 */
	void countCallTimeout(Pid server, Object request, Duration timeout, Supplier<String> where);

	// ends

	/**
	 * Asks a process to end, whether or not it traps exits. It cleans up and ends after
	 * its current handler, before its next message.
	 * @param pid the process
	 * @param reason the reason it ends with, unless it was asked before
	 */
	void stop(Pid pid, ExitReason reason);

	/**
	 * {@return whether a process is alive but has been asked to end}
	 * @param pid the process
	 */
	boolean isEnding(Pid pid);

	/**
	 * {@return whether a process is on its way out: it, or a process above it, has been
	 * asked to end or has ended} The calling process and those above it do not count.
	 * @param pid the process
	 */
	boolean isLeaving(Pid pid);

	/**
	 * {@return whether something may still come to a process, or depends on it, that is
	 * no message: it has a timer or a monitor of its own, or is linked with a process
	 * other than the one that started it}
	 * @param pid the process
	 */
	boolean hasTies(Pid pid);

	/**
	 * Watches for the end of a process from the calling thread.
	 * @param pid the process
	 * @return the watch, which the caller must close
	 */
	ExitWatch watch(Pid pid);

	/**
	 * Runs an action when a process has ended, on the thread that ends it; at once, on
	 * the calling thread, if it has ended already.
	 * @param pid the process
	 * @param action must neither block nor throw
	 */
	void onExit(Pid pid, BiConsumer<Pid, ExitReason> action);

	/**
	 * Adds an action to run whenever a process has ended, before its end is reported. For
	 * tables that must not list ended processes.
	 * @param hook must neither block nor throw
	 */
	void addExitHook(Consumer<Pid> hook);

	/**
	 * {@return whether a process learns of the end of another over a link: it started the
	 * other with a link, or the two are linked} A child that has cut the link of its
	 * start counts too.
	 * @param pid the process
	 * @param other the other
	 */
	boolean hearsEndOf(Pid pid, Pid other);

	/**
	 * {@return whether a process descends from another: it was started with a link by
	 * that process or by one of its descendants, alive or not}
	 * @param pid the process
	 * @param ancestor the other; if it has ended, its descendants are still known as such
	 * if nobody had started it with a link, as an application master, else only those it
	 * started itself
	 */
	boolean descends(Pid pid, Pid ancestor);

	/**
	 * {@return the live descendants of a process whose own starter has ended; weakly
	 * consistent} Visits every live process.
	 * @param ancestor the process, which may have ended
	 */
	List<Pid> orphans(Pid ancestor);

	// waiting

	/**
	 * Records that the calling process waits for another, so that circular waits are
	 * found. Does nothing on a thread that runs no process.
	 * @param waiting what it waits for
	 * @return the circle that this would close, beginning and ending with the calling
	 * process, in which case nothing is recorded; empty if there is none
	 */
	default List<Pid> startWaiting(Waiting waiting) {
		return startWaiting(Self.currentOrNull(), waiting);
	}

	/**
	 * Records that the calling process waits for another, for a caller that already knows
	 * its process. Does nothing for a process of another node.
	 * @param caller the calling process, as returned by {@link Self#currentOrNull()}
	 * @param waiting what it waits for
	 * @return the circle that this would close, beginning and ending with the calling
	 * process, in which case nothing is recorded; empty if there is none
	 */
	List<Pid> startWaiting(@Nullable Self caller, Waiting waiting);

	/**
	 * Records that the calling process no longer waits.
	 */
	default void stopWaiting() {
		stopWaiting(Self.currentOrNull());
	}

	/**
	 * Records that the calling process no longer waits, for a caller that already knows
	 * its process.
	 * @param caller the calling process, as returned by {@link Self#currentOrNull()}
	 */
	void stopWaiting(@Nullable Self caller);

	/**
	 * {@return what a process waits for, as recorded with {@link #startWaiting}; empty if
	 * nothing is recorded}
	 * @param pid the process
	 */
	Optional<Waiting> waiting(Pid pid);

	/**
	 * {@return the thread that runs code of a process at this moment, also after the
	 * process has been killed; empty if none does} To look where that code is.
	 * @param pid the process
	 */
	Optional<Thread> runner(Pid pid);

	/**
	 * Runs code of a user as the calling process, and waits for it no longer than a
	 * limit. The code runs on another thread, which may act as the process meanwhile. If
	 * the time is over, that thread is interrupted and runs no process any more: its
	 * {@link Self} refuses what it does, and the calling process goes on. Time in which
	 * the code waits for the start of another process does not count.
	 * @param <T> what the code returns
	 * @param limit how long to wait, 0 or more
	 * @param code the code of the user
	 * @param late makes what is thrown when the time is over from where the code is then,
	 * on the calling thread
	 * @return what the code returned
	 * @throws Exception what the code threw, or what {@code late} made
	 * @throws IllegalStateException if the calling thread runs no process
	 * @throws IllegalArgumentException if the limit is negative
	 */
	<T extends @Nullable Object> T callWithin(Duration limit, Callable<T> code,
			Function<StackTraceElement[], ? extends Exception> late) throws Exception;

	/**
	 * {@return a thread that runs no process, not yet started: for calls that nobody may
	 * interrupt, and of which some may never return}
	 * @param code what it does
	 * @param name the name of the thread, for people
	 */
	Thread newThread(Runnable code, String name);

	// events

	/**
	 * {@return where events are published}
	 */
	EventPublisher events();

	/**
	 * {@return who must be told of each message that is sent and handled, or {@code null}
	 * if nobody}
	 */
	@Nullable Observers observers();

}
