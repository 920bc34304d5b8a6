package io.triotp.process;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.triotp.time.Deadline;
import io.triotp.time.Pulse;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A node of this JVM. Connects the three interfaces of a node with the cells of its
 * processes.
 *
 * <p>
 * Maintainer's note. Users, authors of behaviours and observers each have an interface of
 * their own. One class stands behind all three, because a spawn, a message and an exit
 * each touch several of its tables. Rejected: a façade in front of a kernel, which adds
 * two classes to the path of a spawn and separates nothing.
 */
public final class LocalNode implements BehaviourHost {

	private final NodeOptions options;

	private final TimeSource time;

	/** For those who wait without limit. */
	final Deadline never;

	final Bonds bonds = new Bonds();

	private final Watches watches = new Watches(this.bonds);

	final Timers timers;

	private final Zombies zombies;

	private final NameTable names = new NameTable();

	private final ProcessTable table = new ProcessTable();

	private final ProcessThreads threads;

	/** Read for each activation. */
	final boolean takesTurns;

	final int highWaterMark;

	final HighWater highWater;

	private final DeadLetters deadLetters;

	final LogLimit<CrashReport.Kind> crashes;

	private final CallTimeouts callTimeouts;

	private final NodeEvents events;

	private final NodeView view;

	/** Read for each message. */
	final Pulse pulse;

	final HandlerWatch handlers;

	/** Written by whoever is struck by an Error, with nothing but this field. */
	final Rescue rescue;

	final ExitSequence exitSequence;

	private final Spawning spawning;

	private final @Nullable Observers observers;

	private LocalNode(NodeOptions options) {
		this.options = options;
		this.time = options.time();
		this.never = Deadline.never(this.time);
		this.threads = new ProcessThreads(options.threads());
		this.takesTurns = options.threads().takesTurns();
		this.observers = Observers.of(options);
		this.events = new NodeEvents(this.time);
		this.exitSequence = new ExitSequence(this.names, this.table, this.bonds, this.events);
		this.spawning = new Spawning(this, this.names, this.table, this.bonds, this.events);
		this.timers = new Timers(this.time, this.bonds);
		this.zombies = new Zombies(this.events, this.time);
		this.highWaterMark = (options.highWaterMark() > 0) ? options.highWaterMark() : WaterLevel.NEVER;
		this.highWater = new HighWater(this.events, this.time, this.highWaterMark);
		this.deadLetters = new DeadLetters(this.events, this.time);
		this.crashes = CrashReport.limit(this.time);
		this.callTimeouts = new CallTimeouts(this.time);
		CarrierWatch carriers = new CarrierWatch(options, this.zombies);
		this.pulse = new Pulse(this.time);
		this.handlers = new HandlerWatch(this.pulse, this.events, options);
		this.rescue = new Rescue(this.table, carriers, this.handlers);
		if (this.takesTurns) {
			this.rescue.start();
		}
		// What has been done once needs less memory the next time, which may be the last.
		Nobody.cell(this, 0, this.options.name()).completeExit();
		this.view = new LocalView(this, this.table, this.events, this.deadLetters, this.highWater, this.zombies,
				carriers, this.handlers, this.callTimeouts);
	}

	/**
	 * {@return a new, empty node without applications, with the default options}
	 */
	public static Processes create() {
		return create(NodeOptions.defaults());
	}

	/**
	 * {@return a new, empty node without applications}
	 * @param options the options of the node
	 */
	public static Processes create(NodeOptions options) {
		return create(options, Runtime.version());
	}

	static Processes create(NodeOptions options, Runtime.Version jdk) {
		LocalNode node = new LocalNode(Objects.requireNonNull(options, "options"));
		KnownJdkBugs.warn(node.name(), jdk);
		return node;
	}

	// identity and views

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
		return this.view;
	}

	// starting

	@Override
	public Pid spawn(SpawnOptions options, ProcessBody body) {
		return this.spawning.spawn(options, body);
	}

	@Override
	public MonitorRef spawnMonitor(SpawnOptions options, ProcessBody body) {
		return this.spawning.spawnMonitor(options, body);
	}

	@Override
	public Pid spawn(SpawnOptions options, Behaviour behaviour) {
		return this.spawning.spawn(options, behaviour);
	}

	@Override
	public MonitorRef spawnMonitor(SpawnOptions options, Behaviour behaviour) {
		return this.spawning.spawnMonitor(options, behaviour);
	}

	@Override
	public void muteStart(Pid starter, Pid child) {
		this.bonds.muteStart(cellOf(starter, "starter"), cellOf(child, "child"));
	}

	Thread processThread(Runnable task, @Nullable String name) {
		return this.threads.newThread(task, name);
	}

	@Override
	public Thread newThread(Runnable code, String name) {
		return this.threads.newThread(Objects.requireNonNull(code, "code"), Objects.requireNonNull(name, "name"));
	}

	// messages

	@Override
	public void send(Pid to, Object message) {
		if (this.observers != null) {
			ObservedSend.send(this, this.observers, to, message);
			return;
		}
		deliver(to, new PlainEnvelope(message));
	}

	@Override
	public void send(String name, Object message) {
		ProcessCell cell = this.names.get(name);
		Objects.requireNonNull(message, "message");
		if (cell == null) {
			throw new NoSuchNameException(name, this.view);
		}
		send(cell, message);
	}

	@Override
	public void deliver(@Nullable Self sender, Pid to, Envelope envelope) {
		ProcessCell cell = cellOf(to, "to");
		if (sender instanceof ProcessCell from && !from.sendsFreely() && isHeldBack(from, cell, envelope)) {
			return;
		}
		if (!cell.enqueue(envelope)) {
			deadLetter(cell, envelope, DeadLetterReason.NO_PROCESS, ExitReason.noProcess());
		}
	}

	@Override
	public void requireSenderAlive(@Nullable Self sender, Object to, Envelope envelope) {
		refuseDead(sender, Objects.requireNonNull(to, "to"), Objects.requireNonNull(envelope, "envelope"));
	}

	private void refuseDead(@Nullable Object sender, Object receiver, Envelope envelope) {
		if (sender instanceof ProcessCell cell && !cell.isAlive()) {
			undelivered(receiver, envelope, DeadLetterReason.SENDER_EXITED, ExitReason.killed());
			cell.requireAlive();
		}
	}

	private boolean isHeldBack(ProcessCell sender, ProcessCell receiver, Envelope envelope) {
		Objects.requireNonNull(envelope, "envelope");
		refuseDead(sender, receiver, envelope);
		return sender instanceof OutletCell cell
				&& holdsBack(cell, receiver, envelope, new HeldMessage(this, receiver, envelope));
	}

	@Override
	public boolean hasOutlet(@Nullable Self self) {
		return self instanceof OutletCell;
	}

	@Override
	public boolean holdsBack(Self sender, @Nullable Pid to, Envelope message, Outlet.Output output) {
		Objects.requireNonNull(sender, "sender");
		Objects.requireNonNull(message, "message");
		Objects.requireNonNull(output, "output");
		return sender instanceof OutletCell cell
				&& ((to != null && !cellOf(to, "to").admits(message)) || cell.holdsBack(message, output));
	}

	@Override
	public void sendThrough(Self self, Outlet outlet) {
		Objects.requireNonNull(outlet, "outlet");
		if (!(Objects.requireNonNull(self, "self") instanceof OutletCell cell)) {
			throw new IllegalArgumentException(
					self.pid() + " has no outlet: its behaviour must say so before it is spawned");
		}
		cell.outlet(outlet);
	}

	@Override
	public void deliverSystem(@Nullable Self sender, Pid to, Envelope envelope) {
		ProcessCell cell = cellOf(to, "to");
		refuseDead(sender, cell, envelope);
		boolean gone = !cell.isAlive() || (!cell.offerSystem(envelope) && !cell.enqueueSignal(envelope));
		if (gone) {
			deadLetter(cell, envelope, DeadLetterReason.NO_PROCESS, ExitReason.noProcess());
		}
	}

	@Override
	public void deliverSignal(Pid to, Envelope envelope) {
		ProcessCell cell = cellOf(to, "to");
		if (!cell.enqueueSignal(envelope)) {
			deadLetter(cell, envelope, DeadLetterReason.NO_PROCESS, ExitReason.noProcess());
		}
	}

	@Override
	public boolean offer(@Nullable Self sender, Pid to, Envelope envelope) {
		ProcessCell cell = cellOf(to, "to");
		refuseDead(sender, cell, Objects.requireNonNull(envelope, "envelope"));
		envelope.addressedTo(cell);
		return cell.enqueue(envelope);
	}

	@Override
	public boolean offerKept(Pid to, Envelope envelope) {
		ProcessCell cell = cellOf(to, "to");
		Objects.requireNonNull(envelope, "envelope").addressedTo(cell);
		return cell.enqueueKept(envelope);
	}

	@Override
	public TimerRef runAfter(Pid owner, Duration delay, Runnable task) {
		Objects.requireNonNull(task, "task");
		return this.timers.after(cellOf(owner, "owner"), delay, (timer) -> task.run());
	}

	/** Called by the clock, which must not wait for whoever hears of a dead letter. */
	void deliverTimer(Pid to, Object message) {
		ProcessCell cell = cellOf(to);
		Envelope envelope = new PlainEnvelope(message);
		if (!cell.enqueueSignal(envelope)) {
			this.time.report(() -> deadLetter(cell, envelope, DeadLetterReason.NO_PROCESS, ExitReason.noProcess()));
		}
	}

	void deliverTimer(String name, Object message) {
		whereis(name).ifPresentOrElse((pid) -> deliverTimer(pid, message), () -> this.time
			.report(() -> countDeadLetter("name '" + name + "'", message, DeadLetterReason.NO_PROCESS)));
	}

	// exit

	@Override
	public void exit(Pid pid, ExitReason reason) {
		Objects.requireNonNull(reason, "reason");
		ProcessCell sender = ProcessCell.currentOrNull();
		if (sender != null) {
			sender.requireAlive();
		}
		this.bonds.exitSignal(sender, cellOf(pid), reason);
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
		return this.watches.await(cellOf(pid), Deadline.after(timeout, this.time));
	}

	@Override
	public ExitWatch watch(Pid pid) {
		return this.watches.on(cellOf(pid));
	}

	@Override
	public void onExit(Pid pid, BiConsumer<Pid, ExitReason> action) {
		this.watches.on(cellOf(pid), Objects.requireNonNull(action, "action"));
	}

	@Override
	public boolean isEnding(Pid pid) {
		ProcessCell cell = cellOf(pid);
		return cell.isAlive() && cell.requestedExit() != null;
	}

	@Override
	public boolean hasTies(Pid pid) {
		return this.bonds.look(cellOf(pid), (cell) -> {
			BondLists lists = cell.bondLists;
			return (lists != null && (lists.timers != null || lists.ownMonitors != null))
					|| LinkSet.count(cell.links) > ((cell.parent != null) ? 1 : 0);
		});
	}

	@Override
	public boolean isLeaving(Pid pid) {
		return Ancestry.isLeaving(cellOf(pid), ProcessCell.currentOrNull());
	}

	@Override
	public Optional<ExitReason> exitReason(Pid pid) {
		return Optional.ofNullable(cellOf(pid).exitReason());
	}

	@Override
	public <T extends @Nullable Object> T callWithin(Duration limit, Callable<T> code,
			Function<StackTraceElement[], ? extends Exception> late) throws Exception {
		return new GuardedCall<>((ProcessCell) Self.current(), Objects.requireNonNull(code, "code")).call(limit, late);
	}

	// names

	@Override
	public Optional<Pid> whereis(String name) {
		return Optional.ofNullable(this.names.get(name));
	}

	@Override
	public void register(String name, Pid pid) {
		StackRoom.require();
		ProcessCell caller = ProcessCell.currentOrNull();
		if (caller != null) {
			caller.requireAlive();
		}
		this.names.register(name, cellOf(pid));
	}

	@Override
	public void unregister(String name) {
		StackRoom.require();
		if (!this.names.unregister(name)) {
			throw new NoSuchNameException(name, this.view);
		}
	}

	// descent

	@Override
	public boolean hearsEndOf(Pid pid, Pid other) {
		ProcessCell cell = cellOf(pid);
		ProcessCell second = cellOf(other, "other");
		return second.isChildOf(cell) || this.bonds.areLinked(cell, second);
	}

	@Override
	public boolean descends(Pid pid, Pid ancestor) {
		return Ancestry.descends(cellOf(pid), cellOf(ancestor, "ancestor"));
	}

	@Override
	public List<Pid> orphans(Pid ancestor) {
		return Ancestry.orphans(this.table.all(), cellOf(ancestor, "ancestor"));
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
	public EventPublisher events() {
		return this.events;
	}

	@Override
	public @Nullable Observers observers() {
		return this.observers;
	}

	@Override
	public void addExitHook(Consumer<Pid> hook) {
		this.exitSequence.addHook(hook);
	}

	@Override
	public void undelivered(Object to, Envelope envelope, DeadLetterReason why, ExitReason exit) {
		this.deadLetters.add(Objects.requireNonNull(to, "to"), Objects.requireNonNull(envelope, "envelope"),
				Objects.requireNonNull(why, "why"), Objects.requireNonNull(exit, "exit"));
	}

	void deadLetter(ProcessCell to, Envelope envelope, DeadLetterReason why, ExitReason exit) {
		this.deadLetters.add(to, envelope, why, exit);
	}

	@Override
	public List<Pid> startWaiting(@Nullable Self caller, Waiting waiting) {
		if (!(caller instanceof ProcessCell cell) || cell.node != this) {
			return List.of();
		}
		Pid target = Objects.requireNonNull(waiting, "waiting").isOver() ? null : waiting.target();
		if (target != null) {
			cellOf(target);
		}
		return cell.startWaiting(waiting);
	}

	@Override
	public void stopWaiting(@Nullable Self caller) {
		if (caller instanceof ProcessCell cell) {
			cell.stopWaiting();
		}
	}

	@Override
	public Optional<Waiting> waiting(Pid pid) {
		return Optional.ofNullable(cellOf(pid).waiting());
	}

	@Override
	public Optional<Thread> runner(Pid pid) {
		return Optional.ofNullable(cellOf(pid).runner);
	}

	@Override
	public void countDeadLetter(Object to, Object message, DeadLetterReason why) {
		this.deadLetters.add(to, message, why);
	}

	@Override
	public void countCallTimeout(Pid server, Object request, Duration timeout, Supplier<String> where) {
		this.callTimeouts.add(cellOf(server, "server"), Objects.requireNonNull(request, "request"),
				Objects.requireNonNull(timeout, "timeout"), Objects.requireNonNull(where, "where"));
	}

	// for the cells

	List<String> namesOf(ProcessCell cell) {
		return this.names.namesOf(cell);
	}

	/**
	 * {@return the holder of a name, or a process that never lived if the name is free}
	 */
	ProcessCell holderOf(String name) {
		ProcessCell holder = this.names.get(Objects.requireNonNull(name, "name"));
		return (holder != null) ? holder : Nobody.cell(this, this.spawning.nextId(), name);
	}

	ProcessCell cellOf(Pid pid) {
		return cellOf(pid, "pid");
	}

	ProcessCell cellOf(Pid pid, String parameter) {
		ProcessCell cell = (ProcessCell) Objects.requireNonNull(pid, parameter);
		if (cell.node != this) {
			throw cell.foreignTo(name());
		}
		return cell;
	}

	@Override
	public void close() {
		this.spawning.close();
		this.table.all().forEach(ProcessCell::kill);
		this.rescue.close();
		this.time.close();
	}

}
