package io.triotp.process;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Starts processes: checks who may start one, and makes it known in the right order.
 */
final class Spawning {

	private final LocalNode node;

	private final NameTable names;

	private final ProcessTable table;

	private final Bonds bonds;

	private final NodeEvents events;

	private final AtomicLong lastId = new AtomicLong();

	private volatile boolean closed;

	Spawning(LocalNode node, NameTable names, ProcessTable table, Bonds bonds, NodeEvents events) {
		this.node = node;
		this.names = names;
		this.table = table;
		this.bonds = bonds;
		this.events = events;
	}

	/** Refuses all further starts. */
	void close() {
		this.closed = true;
	}

	long nextId() {
		return this.lastId.incrementAndGet();
	}

	Pid spawn(SpawnOptions options, ProcessBody body) {
		Objects.requireNonNull(body, "body");
		ProcessCell parent = admit(options);
		BodyCell cell = new BodyCell(this.node, nextId(), options, parent, body);
		makeKnown(cell, parent, options);
		run(cell, parent, cell::start);
		return cell;
	}

	MonitorRef spawnMonitor(SpawnOptions options, ProcessBody body) {
		Objects.requireNonNull(body, "body");
		ProcessCell owner = requireProcess();
		ProcessCell parent = admit(options);
		BodyCell cell = new BodyCell(this.node, nextId(), options, parent, body);
		MonitorRef monitor = makeKnownMonitored(cell, owner, options);
		run(cell, owner, cell::start);
		return monitor;
	}

	Pid spawn(SpawnOptions options, Behaviour behaviour) {
		Objects.requireNonNull(behaviour, "behaviour");
		ProcessCell parent = admit(options);
		ReactiveCell cell = cell(options, parent, behaviour);
		makeKnown(cell, parent, options);
		run(cell, parent, cell::wake);
		return cell;
	}

	MonitorRef spawnMonitor(SpawnOptions options, Behaviour behaviour) {
		Objects.requireNonNull(behaviour, "behaviour");
		ProcessCell owner = requireProcess();
		ProcessCell parent = admit(options);
		ReactiveCell cell = cell(options, parent, behaviour);
		MonitorRef monitor = makeKnownMonitored(cell, owner, options);
		run(cell, owner, cell::wake);
		return monitor;
	}

	private ReactiveCell cell(SpawnOptions options, @Nullable ProcessCell parent, Behaviour behaviour) {
		return behaviour.hasOutlet() ? new OutletCell(this.node, nextId(), options, parent, behaviour)
				: new ReactiveCell(this.node, nextId(), options, parent, behaviour);
	}

	/** A process that gets no thread is not left behind. */
	private void run(ProcessCell cell, @Nullable ProcessCell starter, Runnable start) {
		try {
			start.run();
		}
		catch (Throwable ex) {
			muteStart(starter, cell);
			cell.kill();
			throw ex;
		}
	}

	private ProcessCell requireProcess() {
		ProcessCell caller = ProcessCell.currentOrNull();
		if (caller == null || caller.node != this.node) {
			throw new IllegalStateException(
					"spawnMonitor must be called from a process of node '" + this.node.name() + "'");
		}
		return caller;
	}

	private MonitorRef makeKnownMonitored(ProcessCell cell, ProcessCell owner, SpawnOptions options) {
		MonitorRef monitor = this.bonds.monitor(owner, cell, null);
		makeKnown(cell, owner, options);
		return monitor;
	}

	private void muteStart(@Nullable ProcessCell starter, ProcessCell child) {
		if (starter != null) {
			this.bonds.muteStart(starter, child);
		}
	}

	private @Nullable ProcessCell admit(SpawnOptions options) {
		StackRoom.require();
		Objects.requireNonNull(options, "options");
		if (this.closed) {
			throw stopped();
		}
		ProcessCell parent = ProcessCell.currentOrNull();
		if (parent != null && parent.node != this.node) {
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
		return new IllegalStateException("Node '" + this.node.name() + "' has been stopped and starts nothing");
	}

	/**
	 * Makes a new process known. Its starter's link and monitor exist before anyone can
	 * find and kill it, and are removed again if it is refused.
	 */
	private void makeKnown(ProcessCell cell, @Nullable ProcessCell starter, SpawnOptions options) {
		ExitReason early = (starter != null && options.linked() && !this.bonds.link(starter, cell))
				? Watches.reasonOfEnded(starter) : null;
		String name = options.name();
		if (name != null) {
			try {
				this.names.register(name, cell);
			}
			catch (Throwable ex) {
				muteStart(starter, cell);
				throw ex;
			}
		}
		this.table.add(cell);
		if (this.closed) {
			// Closed since admission, maybe after close() had listed the processes.
			muteStart(starter, cell);
			cell.kill();
			throw stopped();
		}
		if (starter != null && starter.runner != Thread.currentThread()) {
			// Given up since admission, maybe after its process had ended what it left.
			muteStart(starter, cell);
			cell.kill();
			throw new IllegalStateException("The code that starts this was given up: it no longer acts as " + starter
					+ " (" + starter.path() + ")");
		}
		if (early != null) {
			// Its starter has ended before the link was there.
			cell.requestExit(early);
		}
		if (this.events.hasRoutineListeners()) {
			this.events.publishRoutine(cell.path(), (stamp) -> new ProcessEvent.Started(stamp, cell, cell.type()));
		}
	}

}
