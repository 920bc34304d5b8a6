package io.triotp.process;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A node as the authors of behaviours see it: what a {@link Behaviour} needs beyond what
 * its users do. All methods may be called from any thread.
 */
public interface BehaviourHost extends Processes {

	/**
	 * {@return how the node works}
	 */
	NodeOptions options();

	/**
	 * {@return the clock of the node}
	 */
	TimeSource time();

	// starting

	/**
	 * Start a message-driven process. Does not wait for its {@link Behaviour#start}.
	 * @param options name, label, link and mailbox
	 * @param behaviour its code
	 * @return its pid
	 * @throws NameTakenException if another process has the name
	 * @throws IllegalStateException if the node has been closed, or a link is asked for
	 * by a thread that runs no process of it
	 */
	Pid spawn(SpawnOptions options, Behaviour behaviour);

	/**
	 * Start a plain process monitored by the calling one, without a moment in which it
	 * lives unmonitored.
	 * @param options name, label, link and mailbox
	 * @param body its code
	 * @return the monitor, whose target is the process
	 * @throws NameTakenException if another process has the name
	 * @throws IllegalStateException if the node has been closed, or the calling thread
	 * runs no process of it
	 */
	MonitorRef spawnMonitor(SpawnOptions options, ProcessBody body);

	/**
	 * Start a message-driven process monitored by the calling one, without a moment in
	 * which it lives unmonitored. Does not wait for its {@link Behaviour#start}.
	 * @param options name, label, link and mailbox
	 * @param behaviour its code
	 * @return the monitor, whose target is the process
	 * @throws NameTakenException if another process has the name
	 * @throws IllegalStateException if the node has been closed, or the calling thread
	 * runs no process of it
	 */
	MonitorRef spawnMonitor(SpawnOptions options, Behaviour behaviour);

	/**
	 * Make sure that a process does not hear of the end of another that it has started:
	 * neither by its link nor by its monitors. For a start that failed, which is reported
	 * in another way (OTP S6).
	 * @param starter the process that is not to hear of it
	 * @param child the process that ends
	 */
	void muteStart(Pid starter, Pid child);

	// messages

	/**
	 * Send an envelope of a behaviour's own kind.
	 * @param to the receiver
	 * @param envelope a new envelope
	 * @throws MailboxFullException if the mailbox of the receiver is bounded and refuses
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	default void deliver(Pid to, Envelope envelope) {
		deliver(Self.currentOrNull(), to, envelope);
	}

	/**
	 * Send an envelope of a behaviour's own kind, for a caller that has been looked up.
	 * @param sender the calling process, as {@link Self#currentOrNull()} says
	 * @param to the receiver
	 * @param envelope a new envelope
	 * @throws MailboxFullException if the mailbox of the receiver is bounded and refuses
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	void deliver(@Nullable Self sender, Pid to, Envelope envelope);

	/**
	 * Send a system message: no mailbox limit keeps it out, and a behaviour that takes no
	 * messages gets it all the same ({@link Behaviour#offerSystem}).
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
	 * Send a system message, for a caller that has been looked up.
	 * @param sender the calling process, as {@link Self#currentOrNull()} says
	 * @param to the receiver
	 * @param envelope a new envelope
	 * @throws IllegalArgumentException if the receiver is a plain process, or has a
	 * behaviour that does not know such a system message
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	void deliverSystem(@Nullable Self sender, Pid to, Envelope envelope);

	/**
	 * Send an envelope that no mailbox limit keeps out: for what a behaviour sends to
	 * itself.
	 * @param to the receiver
	 * @param envelope a new envelope
	 */
	void deliverSignal(Pid to, Envelope envelope);

	/**
	 * Run something short later, on the thread of the clock, unless its owner has ended
	 * by then.
	 * @param owner the process the timer belongs to
	 * @param delay when, 0 or more
	 * @param task must neither block nor throw
	 * @return the timer
	 */
	TimerRef runAfter(Pid owner, Duration delay, Runnable task);

	/**
	 * Count something that a behaviour could not hand over. Not to be called while
	 * anything is locked, because listeners are told.
	 * @param to the {@link Pid} of its receiver; or, if that is no process, something
	 * whose text says who should have got it
	 * @param message the message; of a reply, the request. Its type is reported, its
	 * content is not
	 * @param why why not
	 */
	void countDeadLetter(Object to, Object message, DeadLetterReason why);

	// ends

	/**
	 * Ask a process to end, whether or not it traps exits: it does so after its present
	 * handler and before its next message, and cleans up.
	 * @param pid the process
	 * @param reason the reason it ends with, unless it has been asked before
	 */
	void stop(Pid pid, ExitReason reason);

	/**
	 * {@return whether a process lives, but has been told to end}
	 * @param pid the process
	 */
	boolean isEnding(Pid pid);

	/**
	 * Watch for the end of a process from the calling thread.
	 * @param pid the process
	 * @return the watch, to be closed
	 */
	ExitWatch watch(Pid pid);

	/**
	 * Have something done when a process has ended; at once if it has. Called on the
	 * thread that ends the process.
	 * @param pid the process
	 * @param action must neither block nor throw
	 */
	void onExit(Pid pid, BiConsumer<Pid, ExitReason> action);

	/**
	 * Have something done whenever a process has ended, before anybody is told: for
	 * tables that must not list the dead.
	 * @param hook must neither block nor throw
	 */
	void addExitHook(Consumer<Pid> hook);

	/**
	 * {@return whether a process descends from another: it was started, linked, by that
	 * one or by one that descends from it, whoever of them still lives}
	 * @param pid the process
	 * @param ancestor the other
	 */
	boolean descends(Pid pid, Pid ancestor);

	/**
	 * {@return the live processes that descend from a process and whose starter has
	 * ended; weakly consistent}. Looks at every live process.
	 * @param ancestor the process, which may have ended
	 */
	List<Pid> orphans(Pid ancestor);

	// waiting

	/**
	 * Note that the calling process waits for another, so that processes which wait for
	 * each other in a circle are found. Does nothing on a thread that runs no process.
	 * @param waiting what it waits for
	 * @return empty, or the circle that this would close, beginning and ending with the
	 * calling process; nothing is noted then
	 */
	default List<Pid> startWaiting(Waiting waiting) {
		return startWaiting(Self.currentOrNull(), waiting);
	}

	/**
	 * Note that the calling process waits for another, for a caller that has been looked
	 * up. Does nothing for a process of another node.
	 * @param caller the calling process, as {@link Self#currentOrNull()} says
	 * @param waiting what it waits for
	 * @return empty, or the circle that this would close, beginning and ending with the
	 * calling process; nothing is noted then
	 */
	List<Pid> startWaiting(@Nullable Self caller, Waiting waiting);

	/**
	 * Note that the calling process no longer waits.
	 */
	default void stopWaiting() {
		stopWaiting(Self.currentOrNull());
	}

	/**
	 * Note that the calling process no longer waits, for a caller that has been looked
	 * up.
	 * @param caller the calling process, as {@link Self#currentOrNull()} says
	 */
	void stopWaiting(@Nullable Self caller);

	// events

	/**
	 * {@return whether anybody listens; lets callers skip what an event would need}
	 */
	boolean hasListeners();

	/**
	 * Tell the listeners of an event; without any it is not even made. Not to be called
	 * while anything is locked.
	 * @param path the place of the process it happened to, or what people call it
	 * @param happened makes the event
	 */
	void publish(String path, Function<Stamp, ? extends NodeEvent> happened);

}
