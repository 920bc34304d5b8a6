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

import io.triotp.time.Deadline;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of this JVM: where the three faces of a node and the cells of its processes
 * meet.
 *
 * <p>
 * Maintainer's note. Users, authors of behaviours and observers each see an interface of
 * their own; one class stands behind them, because a spawn, a message and an exit each
 * touch several of its tables. Rejected: a face that passes on to a kernel, which makes
 * the way of a spawn two rooms longer and separates nothing.
 */
final class LocalNode implements BehaviourHost, NodeView {

	private static final Logger logger = LoggerFactory.getLogger(LocalNode.class);

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

	LocalNode(NodeOptions options) {
		this.options = options;
		this.time = options.time();
		this.timers = new Timers(this.time, this.bonds);
		this.zombies = new Zombies(this.time);
		this.highWaterMark = (options.highWaterMark() > 0) ? options.highWaterMark() : WaterLevel.NEVER;
		this.highWater = new HighWater(this, this.time, this.highWaterMark);
		this.deadLetters = new DeadLetters(this, this.time);
	}

	// faces

	@Override
	public String name() {
		return this.options.name();
	}

	@Override
	public BehaviourHost host() {
		return this;
	}

	@Override
	public NodeView view() {
		return this;
	}

	// starting

	@Override
	public Pid spawn(SpawnOptions options, ProcessBody body) {
		Objects.requireNonNull(body, "body");
		ProcessCell parent = admit(options);
		BodyCell cell = new BodyCell(this, this.lastId.incrementAndGet(), options, parent, body);
		makeKnown(cell, parent, options);
		cell.start();
		return cell;
	}

	@Override
	public MonitorRef spawnMonitor(SpawnOptions options, ProcessBody body) {
		Objects.requireNonNull(body, "body");
		ProcessCell owner = requireProcess();
		ProcessCell parent = admit(options);
		BodyCell cell = new BodyCell(this, this.lastId.incrementAndGet(), options, parent, body);
		MonitorRef monitor = makeKnownMonitored(cell, owner, options);
		cell.start();
		return monitor;
	}

	@Override
	public Pid spawn(SpawnOptions options, Behaviour behaviour) {
		Objects.requireNonNull(behaviour, "behaviour");
		ProcessCell parent = admit(options);
		ReactiveCell cell = new ReactiveCell(this, this.lastId.incrementAndGet(), options, parent, behaviour);
		makeKnown(cell, parent, options);
		cell.wake();
		return cell;
	}

	@Override
	public MonitorRef spawnMonitor(SpawnOptions options, Behaviour behaviour) {
		Objects.requireNonNull(behaviour, "behaviour");
		ProcessCell owner = requireProcess();
		ProcessCell parent = admit(options);
		ReactiveCell cell = new ReactiveCell(this, this.lastId.incrementAndGet(), options, parent, behaviour);
		MonitorRef monitor = makeKnownMonitored(cell, owner, options);
		cell.wake();
		return monitor;
	}

	private ProcessCell requireProcess() {
		ProcessCell caller = ProcessCell.currentOrNull();
		if (caller == null || caller.node() != this) {
			throw new IllegalStateException("Only a process of node '" + this.options.name() + "' can monitor");
		}
		return caller;
	}

	private MonitorRef makeKnownMonitored(ProcessCell cell, ProcessCell owner, SpawnOptions options) {
		MonitorRef monitor = this.bonds.monitor(owner, cell, null);
		makeKnown(cell, owner, options);
		return monitor;
	}

	@Override
	public void muteStart(Pid starter, Pid child) {
		muteStart(cellOf(starter), cellOf(child));
	}

	private void muteStart(@Nullable ProcessCell starter, ProcessCell child) {
		if (starter != null) {
			this.bonds.muteStart(starter, child);
		}
	}

	private @Nullable ProcessCell admit(SpawnOptions options) {
		if (this.closed) {
			throw stopped();
		}
		ProcessCell parent = ProcessCell.currentOrNull();
		if (parent != null && parent.node() != this) {
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
	private void makeKnown(ProcessCell cell, @Nullable ProcessCell starter, SpawnOptions options) {
		boolean alone = starter != null && options.linked() && !this.bonds.link(starter, cell);
		String name = options.name();
		if (name != null) {
			try {
				this.names.register(name, cell);
			}
			catch (RuntimeException ex) {
				muteStart(starter, cell);
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
			muteStart(starter, cell);
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

	@Override
	public void send(Pid to, Object message) {
		Objects.requireNonNull(message, "message");
		deliver(to, new PlainEnvelope(message));
	}

	@Override
	public void send(String name, Object message) {
		ProcessCell cell = this.names.get(name);
		if (cell == null) {
			throw new NoSuchNameException(name);
		}
		send(cell, message);
	}

	@Override
	public void deliver(@Nullable Self sender, Pid to, Envelope envelope) {
		ProcessCell cell = cellOf(to);
		requireSenderAlive(sender, cell, envelope);
		if (!cell.enqueue(envelope)) {
			deadLetter(cell, envelope, DeadLetterReason.NO_PROCESS, ExitReason.noProcess());
		}
	}

	private void requireSenderAlive(@Nullable Self sender, ProcessCell receiver, Envelope envelope) {
		if (sender instanceof ProcessCell cell && !cell.isAlive()) {
			deadLetter(receiver, envelope, DeadLetterReason.SENDER_EXITED, ExitReason.killed());
			cell.requireAlive();
		}
	}

	@Override
	public void deliverSystem(@Nullable Self sender, Pid to, Envelope envelope) {
		ProcessCell cell = cellOf(to);
		requireSenderAlive(sender, cell, envelope);
		boolean gone = !cell.isAlive() || (!cell.offerSystem(envelope) && !cell.enqueueSignal(envelope));
		if (gone) {
			deadLetter(cell, envelope, DeadLetterReason.NO_PROCESS, ExitReason.noProcess());
		}
	}

	@Override
	public void deliverSignal(Pid to, Envelope envelope) {
		ProcessCell cell = cellOf(to);
		if (!cell.enqueueSignal(envelope)) {
			deadLetter(cell, envelope, DeadLetterReason.NO_PROCESS, ExitReason.noProcess());
		}
	}

	@Override
	public TimerRef runAfter(Pid owner, Duration delay, Runnable task) {
		return this.timers.after(cellOf(owner), delay, (timer) -> task.run());
	}

	void deliverTimer(Pid to, Object message) {
		deliverSignal(to, new PlainEnvelope(message));
	}

	void deliverTimer(String name, Object message) {
		whereis(name).ifPresentOrElse((pid) -> deliverTimer(pid, message),
				() -> countDeadLetter("name '" + name + "'", message, DeadLetterReason.NO_PROCESS));
	}

	// exit

	@Override
	public void exit(Pid pid, ExitReason reason) {
		Objects.requireNonNull(reason, "reason");
		ProcessCell sender = ProcessCell.currentOrNull();
		if (sender != null) {
			sender.requireAlive();
		}
		cellOf(pid).exitSignal(sender, reason);
	}

	@Override
	public void stop(Pid pid, ExitReason reason) {
		Objects.requireNonNull(reason, "reason");
		cellOf(pid).requestExit(reason);
	}

	@Override
	public void kill(Pid pid) {
		cellOf(pid).kill();
	}

	void interruptUntilGone(ProcessCell cell, Thread thread) {
		this.zombies.interruptUntilGone(cell, thread);
	}

	@Override
	public Optional<ExitReason> awaitExit(Pid pid, Duration timeout) throws InterruptedException {
		Deadline deadline = Deadline.in(timeout, this.time);
		try (ExitWatch watch = watch(pid)) {
			return watch.await(deadline);
		}
	}

	@Override
	public ExitWatch watch(Pid pid) {
		return new ExitWatch(cellOf(pid), this.bonds);
	}

	@Override
	public void onExit(Pid pid, BiConsumer<Pid, ExitReason> action) {
		ProcessCell cell = cellOf(pid);
		if (this.bonds.watch(cell, action) == null) {
			ExitReason reason = cell.exitReason();
			action.accept(pid, (reason != null) ? reason : ExitReason.noProcess());
		}
	}

	@Override
	public boolean isEnding(Pid pid) {
		ProcessCell cell = cellOf(pid);
		return cell.isAlive() && cell.requestedExit() != null;
	}

	@Override
	public Optional<ExitReason> exitReason(Pid pid) {
		return Optional.ofNullable(cellOf(pid).exitReason());
	}

	// names

	@Override
	public Optional<Pid> whereis(String name) {
		return Optional.ofNullable(this.names.get(name));
	}

	@Override
	public void register(String name, Pid pid) {
		ProcessCell caller = ProcessCell.currentOrNull();
		if (caller != null) {
			caller.requireAlive();
		}
		this.names.register(name, cellOf(pid));
	}

	@Override
	public void unregister(String name) {
		if (!this.names.unregister(name)) {
			throw new NoSuchNameException(name);
		}
	}

	// looking

	@Override
	public Stream<ProcessInfo> processes() {
		return this.table.all().map(ProcessCell::info);
	}

	@Override
	public long processCount() {
		return this.table.size();
	}

	@Override
	public Optional<ProcessInfo> info(Pid pid) {
		ProcessCell cell = cellOf(pid);
		return cell.isAlive() ? Optional.of(cell.info()) : Optional.empty();
	}

	@Override
	public Optional<Pid> find(long id) {
		return Optional.ofNullable(this.table.find(id));
	}

	@Override
	public List<Pid> links(Pid pid) {
		return List.of(this.bonds.linksOf(cellOf(pid)));
	}

	@Override
	public boolean descends(Pid pid, Pid ancestor) {
		return cellOf(pid).descendsFrom(cellOf(ancestor));
	}

	@Override
	public List<Pid> orphans(Pid ancestor) {
		ProcessCell top = cellOf(ancestor);
		return this.table.all()
			.filter((cell) -> cell.isOrphan() && cell.descendsFrom(top))
			.<Pid>map((cell) -> cell)
			.toList();
	}

	@Override
	public long deadLetters(DeadLetterReason reason) {
		return this.deadLetters.count(reason);
	}

	@Override
	public List<HighMailbox> highMailboxes() {
		return this.highWater.list();
	}

	@Override
	public int highMailboxCount() {
		return this.highWater.count();
	}

	@Override
	public long highMailboxTotal() {
		return this.highWater.passed();
	}

	@Override
	public int zombieCount() {
		return this.zombies.count();
	}

	@Override
	public List<ZombieInfo> zombies() {
		return this.zombies.list();
	}

	@Override
	public long zombieTotal() {
		return this.zombies.reported();
	}

	@Override
	public NodeOptions options() {
		return this.options;
	}

	@Override
	public TimeSource time() {
		return this.time;
	}

	// events

	@Override
	public void addListener(NodeListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "listener"));
	}

	@Override
	public void removeListener(NodeListener listener) {
		this.listeners.remove(listener);
	}

	@Override
	public boolean hasListeners() {
		return !this.listeners.isEmpty();
	}

	@Override
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

	@Override
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

	@Override
	public List<Pid> startWaiting(@Nullable Self caller, Waiting waiting) {
		if (!(caller instanceof ProcessCell cell) || cell.node() != this) {
			return List.of();
		}
		if (!waiting.isOver()) {
			cellOf(waiting.target());
		}
		List<Pid> circle = cell.startWaiting(waiting);
		return (circle != null) ? circle : List.of();
	}

	@Override
	public void stopWaiting(@Nullable Self caller) {
		if (caller instanceof ProcessCell cell) {
			cell.stopWaiting();
		}
	}

	@Override
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

	ProcessCell cellOf(Pid pid) {
		ProcessCell cell = (ProcessCell) pid;
		if (cell.node() != this) {
			throw new IllegalArgumentException(
					pid + " lives in node '" + cell.node().options.name() + "', not in '" + this.options.name() + "'");
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
			cell.exited(reason);
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
