package io.triotp.process;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The observers' view of a node of this JVM.
 */
final class LocalView implements NodeView {

	private final LocalNode node;

	private final ProcessTable table;

	private final NodeEvents events;

	private final DeadLetters deadLetters;

	private final HighWater highWater;

	private final Zombies zombies;

	private final CarrierWatch carriers;

	private final HandlerWatch handlers;

	private final CallTimeouts callTimeouts;

	private volatile Function<String, Optional<String>> explanation = (name) -> Optional.empty();

	LocalView(LocalNode node, ProcessTable table, NodeEvents events, DeadLetters deadLetters, HighWater highWater,
			Zombies zombies, CarrierWatch carriers, HandlerWatch handlers, CallTimeouts callTimeouts) {
		this.node = node;
		this.table = table;
		this.events = events;
		this.deadLetters = deadLetters;
		this.highWater = highWater;
		this.zombies = zombies;
		this.carriers = carriers;
		this.handlers = handlers;
		this.callTimeouts = callTimeouts;
	}

	@Override
	public NodeOptions options() {
		return this.node.options();
	}

	@Override
	public Stream<ProcessInfo> processes() {
		return this.table.all().map(ProcessCell::info);
	}

	@Override
	public ProcessCensus census(Class<?>... behaviours) {
		return Counting.of(this.table.all(), behaviours);
	}

	@Override
	public int mailboxSize(Pid pid) {
		return this.node.cellOf(pid).length();
	}

	@Override
	public void glance(Consumer<ProcessGlance> observer) {
		Objects.requireNonNull(observer, "observer");
		this.table.forEach((cell) -> observer.accept(glance(cell)));
	}

	@Override
	public ProcessGlance glance(Pid pid) {
		return glance(this.node.cellOf(pid));
	}

	private static ProcessGlance glance(ProcessCell cell) {
		return new ProcessGlance(cell, cell.label, cell.parent, cell.type(), cell.present(), cell.length(),
				cell.handled());
	}

	@Override
	public long processCount() {
		return this.table.size();
	}

	@Override
	public int endingCount() {
		return (int) this.table.leaving().count();
	}

	@Override
	public Optional<ProcessInfo> info(Pid pid) {
		ProcessCell cell = this.node.cellOf(pid);
		return cell.isAlive() ? Optional.of(cell.info()) : Optional.empty();
	}

	@Override
	public Optional<ProcessDetails> details(Pid pid) {
		ProcessCell cell = this.node.cellOf(pid);
		return cell.isAlive() ? Optional.of(Inspection.of(cell)) : Optional.empty();
	}

	@Override
	public Optional<MailboxLimit> mailboxLimit(Pid pid) {
		return this.node.cellOf(pid).limit();
	}

	@Override
	public Optional<Pid> find(long id) {
		return Optional.ofNullable(this.table.find(id));
	}

	@Override
	public List<Pid> links(Pid pid) {
		return List.of(this.node.bonds.look(this.node.cellOf(pid), (cell) -> LinkSet.toArray(cell.links)));
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
	public List<ZombieInfo> zombies() {
		return this.zombies.list();
	}

	@Override
	public int zombieCount() {
		return this.zombies.count();
	}

	@Override
	public long zombieTotal() {
		return this.zombies.reported();
	}

	@Override
	public List<WedgedHandler> wedged() {
		return this.handlers.list();
	}

	@Override
	public int wedgedCount() {
		return this.handlers.count();
	}

	@Override
	public long wedgedTotal() {
		return this.handlers.reported();
	}

	@Override
	public long callTimeouts() {
		return this.callTimeouts.count();
	}

	@Override
	public int spareCarriersLent() {
		return this.carriers.lent();
	}

	@Override
	public boolean lacksCarriers() {
		return this.carriers.isLacking();
	}

	@Override
	public Optional<String> whyUnregistered(String name) {
		return this.explanation.apply(name);
	}

	@Override
	public void explainUnregistered(Function<String, Optional<String>> explanation) {
		this.explanation = Objects.requireNonNull(explanation, "explanation");
	}

	@Override
	public void addListener(NodeListener listener) {
		this.events.add(listener);
	}

	@Override
	public void removeListener(NodeListener listener) {
		this.events.remove(listener);
	}

}
