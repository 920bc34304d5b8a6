package io.triotp.process;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A world of processes: starts them, knows them by pid and name, carries messages and
 * exit signals between them. Several may live in one JVM and know nothing of each other.
 * Holds a strong reference to every live process. All methods may be called from any
 * thread.
 */
public final class ProcessRuntime implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ProcessRuntime.class);

	private final NodeOptions options;

	private final TimeSource time;

	private final Bonds bonds = new Bonds();

	private final Timers timers;

	private final Zombies zombies;

	private final NameTable names = new NameTable();

	private final ProcessTable table = new ProcessTable();

	private final AtomicLong lastId = new AtomicLong();

	private final ThreadFactory threads = Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

	private final @Nullable ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();

	private final int highWaterMark;

	private final HighWater highWater;

	private final DeadLetters deadLetters;

	private final CopyOnWriteArrayList<NodeListener> listeners = new CopyOnWriteArrayList<>();

	private final CopyOnWriteArrayList<Consumer<Pid>> exitHooks = new CopyOnWriteArrayList<>();

	private volatile boolean closed;

	private ProcessRuntime(NodeOptions options) {
		this.options = options;
		this.time = options.time();
		this.timers = new Timers(this.time, this.bonds);
		this.zombies = new Zombies(this.time);
		this.highWaterMark = (options.highWaterMark() > 0) ? options.highWaterMark() : WaterLevel.NEVER;
		this.highWater = new HighWater(this, this.time, this.highWaterMark);
		this.deadLetters = new DeadLetters(this, this.time);
	}

	/**
	 * Create a world with the default options.
	 * @return a new, empty world
	 */
	public static ProcessRuntime create() {
		return create(NodeOptions.defaults());
	}

	/**
	 * Create a world.
	 * @param options how it works
	 * @return a new, empty world
	 */
	public static ProcessRuntime create(NodeOptions options) {
		return new ProcessRuntime(options);
	}

	// starting

	/**
	 * Start a plain process.
	 * @param body its code
	 * @return its pid
	 */
	public Pid spawn(ProcessBody body) {
		return spawn(SpawnOptions.defaults(), body);
	}

	/**
	 * Start a plain process.
	 * @param options name, label, link and mailbox
	 * @param body its code
	 * @return its pid
	 * @throws NameTakenException if another process has the name
	 * @throws IllegalStateException if the runtime has been closed, or a link is asked
	 * for by a thread that runs no process
	 */
	public Pid spawn(SpawnOptions options, ProcessBody body) {
		Objects.requireNonNull(body, "body");
		ProcessCell parent = admit(options);
		BodyCell cell = new BodyCell(this, this.lastId.incrementAndGet(), options, parent, body);
		settle(cell, parent, options);
		cell.start();
		return cell;
	}

	/**
	 * Start a plain process monitored by the calling one, without a moment in which it
	 * lives unmonitored.
	 * @param options name, label, link and mailbox
	 * @param body its code
	 * @return the monitor, whose target is the process
	 * @throws NameTakenException if another process has the name
	 * @throws IllegalStateException if the runtime has been closed, or the calling thread
	 * runs no process of it
	 */
	public MonitorRef spawnMonitor(SpawnOptions options, ProcessBody body) {
		Objects.requireNonNull(body, "body");
		ProcessCell owner = requireProcess();
		ProcessCell parent = admit(options);
		BodyCell cell = new BodyCell(this, this.lastId.incrementAndGet(), options, parent, body);
		MonitorRef monitor = settleMonitored(cell, owner, options);
		cell.start();
		return monitor;
	}

	/**
	 * Start a message-driven process. Does not wait for its {@link Behaviour#start}.
	 * @param options name, label, link and mailbox
	 * @param behaviour its code
	 * @return its pid
	 * @throws NameTakenException if another process has the name
	 * @throws IllegalStateException if the runtime has been closed, or a link is asked
	 * for by a thread that runs no process
	 */
	public Pid spawn(SpawnOptions options, Behaviour behaviour) {
		Objects.requireNonNull(behaviour, "behaviour");
		ProcessCell parent = admit(options);
		ReactiveCell cell = new ReactiveCell(this, this.lastId.incrementAndGet(), options, parent, behaviour);
		settle(cell, parent, options);
		cell.wake();
		return cell;
	}

	/**
	 * Start a message-driven process monitored by the calling one, without a moment in
	 * which it lives unmonitored. Does not wait for its {@link Behaviour#start}.
	 * @param options name, label, link and mailbox
	 * @param behaviour its code
	 * @return the monitor, whose target is the process
	 * @throws NameTakenException if another process has the name
	 * @throws IllegalStateException if the runtime has been closed, or the calling thread
	 * runs no process of it
	 */
	public MonitorRef spawnMonitor(SpawnOptions options, Behaviour behaviour) {
		Objects.requireNonNull(behaviour, "behaviour");
		ProcessCell owner = requireProcess();
		ProcessCell parent = admit(options);
		ReactiveCell cell = new ReactiveCell(this, this.lastId.incrementAndGet(), options, parent, behaviour);
		MonitorRef monitor = settleMonitored(cell, owner, options);
		cell.wake();
		return monitor;
	}

	private ProcessCell requireProcess() {
		ProcessCell caller = ProcessCell.currentOrNull();
		if (caller == null || caller.runtime() != this) {
			throw new IllegalStateException("Only a process of node '" + this.options.name() + "' can monitor");
		}
		return caller;
	}

	private MonitorRef settleMonitored(ProcessCell cell, ProcessCell owner, SpawnOptions options) {
		MonitorRef monitor = this.bonds.monitor(owner, cell, null);
		settle(cell, owner, options);
		return monitor;
	}

	/**
	 * Make sure that a process is not told of the end of another that it has started:
	 * neither by its link nor by its monitors. For a start that failed, which is told in
	 * another way (OTP S6).
	 * @param starter the process that is not to be told
	 * @param child the process that ends
	 */
	public void disown(Pid starter, Pid child) {
		disown(own(starter), own(child));
	}

	private void disown(@Nullable ProcessCell starter, ProcessCell child) {
		if (starter != null) {
			this.bonds.disown(starter, child);
		}
	}

	private @Nullable ProcessCell admit(SpawnOptions options) {
		if (this.closed) {
			throw stopped();
		}
		ProcessCell parent = ProcessCell.currentOrNull();
		if (parent != null && parent.runtime() != this) {
			parent = null;
		}
		if (parent != null) {
			parent.requireAlive();
		}
		else if (options.linked()) {
			throw new IllegalStateException("Only a process can start a linked process");
		}
		return options.linked() ? parent : null;
	}

	private IllegalStateException stopped() {
		return new IllegalStateException("Node '" + this.options.name() + "' has been stopped, it starts nothing");
	}

	/**
	 * Make a new process known. Its starter is linked with it, and monitors it, before
	 * anybody can find it, and kill it; and hears nothing of it if it is refused.
	 */
	private void settle(ProcessCell cell, @Nullable ProcessCell starter, SpawnOptions options) {
		boolean alone = starter != null && options.linked() && !this.bonds.link(starter, cell);
		String name = options.name();
		if (name != null) {
			try {
				this.names.register(name, cell);
			}
			catch (RuntimeException ex) {
				disown(starter, cell);
				throw ex;
			}
		}
		this.table.add(cell);
		if (!cell.isAlive()) {
			// Found and killed before it was in the table.
			this.table.remove(cell);
		}
		if (this.closed) {
			// Closed since we were admitted, maybe after it had looked for processes.
			disown(starter, cell);
			cell.kill();
			throw stopped();
		}
		if (alone) {
			cell.requestExit(ExitReason.noProcess());
		}
		if (!this.listeners.isEmpty()) {
			publish(new ProcessEvent.Started(cell, cell.type()));
		}
	}

	Thread newThread(Runnable task, @Nullable String name) {
		Thread thread = this.threads.newThread(task);
		if (name != null) {
			thread.setName(name);
		}
		thread.setContextClassLoader(this.contextClassLoader);
		return thread;
	}

	// messages

	/**
	 * Send a message. One sent to a process that has ended becomes a dead letter (OTP
	 * P1).
	 * @param to the receiver
	 * @param message anything but {@code null}
	 * @throws MailboxFullException if the mailbox of the receiver is bounded and refuses
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	public void send(Pid to, Object message) {
		Objects.requireNonNull(message, "message");
		deliver(to, new PlainEnvelope(message));
	}

	/**
	 * Send a message to whoever has a name now.
	 * @param name the name
	 * @param message anything but {@code null}
	 * @throws NoSuchNameException if nobody has the name (OTP P2)
	 * @throws MailboxFullException if the mailbox of the receiver is bounded and refuses
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	public void send(String name, Object message) {
		ProcessCell cell = this.names.get(name);
		if (cell == null) {
			throw new NoSuchNameException(name);
		}
		send(cell, message);
	}

	/**
	 * Send an envelope of a behaviour's own kind.
	 * @param to the receiver
	 * @param envelope a new envelope
	 * @throws MailboxFullException if the mailbox of the receiver is bounded and refuses
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	public void deliver(Pid to, Envelope envelope) {
		ProcessCell cell = own(to);
		requireSenderAlive(cell, envelope);
		if (!cell.enqueue(envelope)) {
			deadLetter(cell, envelope, DeadLetterReason.NO_PROCESS, ExitReason.noProcess());
		}
	}

	private void requireSenderAlive(ProcessCell receiver, Envelope envelope) {
		ProcessCell sender = ProcessCell.currentOrNull();
		if (sender != null && !sender.isAlive()) {
			deadLetter(receiver, envelope, DeadLetterReason.SENDER_EXITED, ExitReason.killed());
			sender.requireAlive();
		}
	}

	/**
	 * Send a system message: no mailbox limit keeps it out, and a behaviour that takes no
	 * messages hears of it all the same ({@link Behaviour#keep}).
	 * @param to the receiver
	 * @param envelope a new envelope
	 * @throws IllegalArgumentException if the receiver is a plain process, or has a
	 * behaviour that does not know such a system message
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	public void deliverSystem(Pid to, Envelope envelope) {
		ProcessCell cell = own(to);
		requireSenderAlive(cell, envelope);
		boolean gone = !cell.isAlive() || (!cell.keep(envelope) && !cell.enqueueSignal(envelope));
		if (gone) {
			deadLetter(cell, envelope, DeadLetterReason.NO_PROCESS, ExitReason.noProcess());
		}
	}

	/**
	 * Send an envelope that no mailbox limit keeps out: for what a behaviour sends to
	 * itself.
	 * @param to the receiver
	 * @param envelope a new envelope
	 */
	public void deliverAlways(Pid to, Envelope envelope) {
		ProcessCell cell = own(to);
		if (!cell.enqueueSignal(envelope)) {
			deadLetter(cell, envelope, DeadLetterReason.NO_PROCESS, ExitReason.noProcess());
		}
	}

	/**
	 * Run something short later, on the thread of the clock, unless its owner has ended
	 * by then.
	 * @param owner the process the timer belongs to
	 * @param delay when, 0 or more
	 * @param task must neither block nor throw
	 * @return the timer
	 */
	public TimerRef runAfter(Self owner, Duration delay, Runnable task) {
		return this.timers.after((ProcessCell) owner, delay, (timer) -> task.run());
	}

	void deliverTimer(Pid to, Object message) {
		deliverAlways(to, new PlainEnvelope(message));
	}

	void deliverTimer(String name, Object message) {
		whereis(name).ifPresentOrElse((pid) -> deliverTimer(pid, message),
				() -> countDeadLetter("name '" + name + "'", message, DeadLetterReason.NO_PROCESS));
	}

	// exit

	/**
	 * Send an exit signal (OTP L8, L11). Nothing happens if the process has ended.
	 * @param pid the receiver
	 * @param reason why it shall end
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	public void exit(Pid pid, ExitReason reason) {
		Objects.requireNonNull(reason, "reason");
		ProcessCell sender = ProcessCell.currentOrNull();
		if (sender != null) {
			sender.requireAlive();
		}
		own(pid).exitSignal(sender, reason);
	}

	/**
	 * Ask a process to end, whether or not it traps exits: it does so after its present
	 * handler and before its next message, and cleans up.
	 * @param pid the process
	 * @param reason the reason it ends with, unless it has been asked before
	 */
	public void stop(Pid pid, ExitReason reason) {
		Objects.requireNonNull(reason, "reason");
		own(pid).requestExit(reason);
	}

	/**
	 * Kill a process. It is dead when the method returns: its name is free, everybody has
	 * been told, its messages are dead letters. Code of it that is running is interrupted
	 * and can no longer act as the process, but the JVM cannot make it stop.
	 * @param pid the process
	 */
	public void kill(Pid pid) {
		own(pid).kill();
	}

	void interruptUntilGone(ProcessCell cell, Thread thread) {
		this.zombies.interruptUntilGone(cell, thread);
	}

	/**
	 * Watch for the end of a process from the calling thread.
	 * @param pid the process
	 * @return the watch, to be closed
	 */
	public ExitWatch watch(Pid pid) {
		return new ExitWatch(own(pid), this.bonds);
	}

	/**
	 * Have something done when a process has ended; at once if it has. Called on the
	 * thread that ends the process.
	 * @param pid the process
	 * @param action must neither block nor throw
	 */
	public void onExit(Pid pid, BiConsumer<Pid, ExitReason> action) {
		ProcessCell cell = own(pid);
		if (this.bonds.watch(cell, action) == null) {
			ExitReason reason = cell.exitReason();
			action.accept(pid, (reason != null) ? reason : ExitReason.noProcess());
		}
	}

	/**
	 * {@return whether a process lives, but has been told to end}
	 * @param pid the process
	 */
	public boolean isEnding(Pid pid) {
		ProcessCell cell = own(pid);
		return cell.isAlive() && cell.requestedExit() != null;
	}

	/**
	 * {@return why a process ended, or nothing while it lives}
	 * @param pid the process
	 */
	public Optional<ExitReason> exitReason(Pid pid) {
		return Optional.ofNullable(own(pid).exitReason());
	}

	// names

	/**
	 * {@return the process that has a name}
	 * @param name the name
	 */
	public Optional<Pid> whereis(String name) {
		return Optional.ofNullable(this.names.get(name));
	}

	/**
	 * Give a process a name, in addition to those it has.
	 * @param name 1 to 255 characters, none of which controls a terminal
	 * @param pid the process
	 * @throws NameTakenException if another process has it
	 * @throws ProcessExitedException if the calling process has been killed
	 */
	public void register(String name, Pid pid) {
		ProcessCell caller = ProcessCell.currentOrNull();
		if (caller != null) {
			caller.requireAlive();
		}
		this.names.register(name, own(pid));
	}

	/**
	 * Take a name away from whoever has it.
	 * @param name the name
	 * @throws NoSuchNameException if nobody has it
	 */
	public void unregister(String name) {
		if (!this.names.unregister(name)) {
			throw new NoSuchNameException(name);
		}
	}

	// looking

	/**
	 * {@return what can be seen of every live process; weakly consistent}
	 */
	public Stream<ProcessInfo> processes() {
		return this.table.all().map(ProcessCell::info);
	}

	/**
	 * {@return how many processes live}
	 */
	public long processCount() {
		return this.table.size();
	}

	/**
	 * {@return what can be seen of a process, or nothing if it has ended}
	 * @param pid the process
	 */
	public Optional<ProcessInfo> info(Pid pid) {
		ProcessCell cell = own(pid);
		return cell.isAlive() ? Optional.of(cell.info()) : Optional.empty();
	}

	/**
	 * {@return the live process with a number, or nothing}
	 * @param id the number
	 */
	public Optional<Pid> find(long id) {
		return Optional.ofNullable(this.table.find(id));
	}

	/**
	 * {@return the processes linked to a process}
	 * @param pid the process
	 */
	public List<Pid> links(Pid pid) {
		return List.of(this.bonds.linksOf(own(pid)));
	}

	/**
	 * {@return whether a process descends from another: it was started, linked, by that
	 * one or by one that descends from it, whoever of them still lives}
	 * @param pid the process
	 * @param ancestor the other
	 */
	public boolean descends(Pid pid, Pid ancestor) {
		return own(pid).descendsFrom(own(ancestor));
	}

	/**
	 * {@return the live processes that descend from a process and whose starter has
	 * ended; weakly consistent}. Looks at every live process.
	 * @param ancestor the process, which may have ended
	 */
	public List<Pid> orphans(Pid ancestor) {
		ProcessCell top = own(ancestor);
		return this.table.all()
			.filter((cell) -> cell.isOrphan() && cell.descendsFrom(top))
			.<Pid>map((cell) -> cell)
			.toList();
	}

	/**
	 * {@return how many messages were never handled, for one reason}
	 * @param reason the reason
	 */
	public long deadLetters(DeadLetterReason reason) {
		return this.deadLetters.count(reason);
	}

	/**
	 * {@return the mailboxes above the {@linkplain NodeOptions#highWaterMark()
	 * high-water mark}, the fullest first}
	 */
	public List<HighMailbox> highMailboxes() {
		return this.highWater.list();
	}

	/**
	 * {@return how many mailboxes are above the high-water mark}
	 */
	public int highMailboxCount() {
		return this.highWater.count();
	}

	/**
	 * {@return how often a mailbox has passed the high-water mark since the start}
	 */
	public long highMailboxTotal() {
		return this.highWater.passed();
	}

	/**
	 * {@return how many killed processes have code that runs on}
	 */
	public int zombies() {
		return this.zombies.count();
	}

	/**
	 * {@return the killed processes whose code runs on, the oldest first}
	 */
	public List<ZombieInfo> zombieList() {
		return this.zombies.list();
	}

	/**
	 * {@return how many killed processes have been reported since the start because their
	 * code ignored interrupts for 6.1 seconds}
	 */
	public long zombieTotal() {
		return this.zombies.reported();
	}

	/**
	 * {@return how this runtime works}
	 */
	public NodeOptions options() {
		return this.options;
	}

	/**
	 * {@return the clock of this runtime}
	 */
	public TimeSource time() {
		return this.time;
	}

	// events

	/**
	 * Have a listener told of everything that happens from now on.
	 * @param listener the listener
	 */
	public void addListener(NodeListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "listener"));
	}

	/**
	 * Stop telling a listener.
	 * @param listener the listener
	 */
	public void removeListener(NodeListener listener) {
		this.listeners.remove(listener);
	}

	/**
	 * {@return whether anybody listens: if not, do not even make an event}
	 */
	public boolean hasListeners() {
		return !this.listeners.isEmpty();
	}

	/**
	 * Tell the listeners of an event.
	 * @param event the event
	 */
	public void publish(NodeEvent event) {
		for (NodeListener listener : this.listeners) {
			try {
				listener.onEvent(event);
			}
			catch (Throwable ex) {
				logger.warn("Listener {} failed on {}", listener.getClass().getName(), event.getClass().getName(), ex);
			}
		}
	}

	/**
	 * Have something done whenever a process has ended, before anybody is told: for
	 * tables that must not list the dead.
	 * @param hook must neither block nor throw
	 */
	public void addExitHook(Consumer<Pid> hook) {
		this.exitHooks.add(Objects.requireNonNull(hook, "hook"));
	}

	/**
	 * Count a message that was never handled.
	 * @param to its receiver
	 * @param envelope the message
	 * @param why why not
	 * @param exit the exit reason of the receiver, if that is why
	 */
	void deadLetter(ProcessCell to, Envelope envelope, DeadLetterReason why, ExitReason exit) {
		try {
			envelope.undelivered(why, exit);
			if (envelope.countsAsDeadLetter()) {
				countDeadLetter(to, envelope.content(), why);
			}
		}
		catch (Throwable ex) {
			logger.warn("Could not account for a message of type {} to {}", envelope.getClass().getName(), to, ex);
		}
	}

	/**
	 * Note that the calling process waits for another, so that processes which wait for
	 * each other in a circle are found. Does nothing on a thread that runs no process.
	 * @param waiting what it waits for
	 * @return empty, or the circle that this would close, beginning and ending with the
	 * calling process; nothing is noted then
	 */
	public List<Pid> startWaiting(Waiting waiting) {
		ProcessCell caller = ProcessCell.currentOrNull();
		if (caller == null || caller.runtime() != this) {
			return List.of();
		}
		if (!waiting.isOver()) {
			own(waiting.target());
		}
		List<Pid> circle = caller.startWaiting(waiting);
		return (circle != null) ? circle : List.of();
	}

	/**
	 * Note that the calling process no longer waits.
	 */
	public void stopWaiting() {
		ProcessCell caller = ProcessCell.currentOrNull();
		if (caller != null) {
			caller.stopWaiting();
		}
	}

	/**
	 * Count something that a behaviour could not hand over. Not to be called while
	 * anything is locked, because listeners are told.
	 * @param to the {@link Pid} of its receiver; or, if that is no process, something
	 * whose text says who should have got it
	 * @param message the message; of a reply, the request. Its type is told, its content
	 * is not
	 * @param why why not
	 */
	public void countDeadLetter(Object to, Object message, DeadLetterReason why) {
		this.deadLetters.add(to, message, why);
	}

	// for the cells

	Bonds bonds() {
		return this.bonds;
	}

	Timers timers() {
		return this.timers;
	}

	int highWaterMark() {
		return this.highWaterMark;
	}

	HighWater highWater() {
		return this.highWater;
	}

	/**
	 * {@return who has a name, or a process that never lived if nobody has}
	 */
	ProcessCell holderOf(String name) {
		ProcessCell holder = this.names.get(Objects.requireNonNull(name, "name"));
		return (holder != null) ? holder : ReactiveCell.nobody(this, this.lastId.incrementAndGet(), name);
	}

	ProcessCell own(Pid pid) {
		ProcessCell cell = (ProcessCell) pid;
		if (cell.runtime() != this) {
			throw new IllegalArgumentException(pid + " lives in node '" + cell.runtime().options.name() + "', not in '"
					+ this.options.name() + "'");
		}
		return cell;
	}

	/** Part of the exit sequence: nobody finds the process any more. */
	void forget(ProcessCell cell, ExitReason reason) {
		this.names.release(cell);
		for (Consumer<Pid> hook : this.exitHooks) {
			try {
				hook.accept(cell);
			}
			catch (Throwable ex) {
				logger.error("An exit hook failed for {} ({})", cell, reason, ex);
			}
		}
		this.table.remove(cell);
	}

	/** Part of the exit sequence: whatever it does, the others must be told. */
	void release(ProcessCell cell, ExitReason reason) {
		try {
			cell.released(reason);
		}
		catch (Throwable ex) {
			logger.error("Code of {} could not let go at its end ({})", cell, reason, ex);
		}
	}

	/** Last part of the exit sequence. */
	void exited(ProcessCell cell, ExitReason reason) {
		if (hasListeners()) {
			publish(new ProcessEvent.Exited(cell, cell.type(), reason));
		}
	}

	/**
	 * Kill every process that is left and stop the clock. Applications are to be stopped
	 * before, in their order.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.table.all().forEach(ProcessCell::kill);
		this.time.close();
	}

}
