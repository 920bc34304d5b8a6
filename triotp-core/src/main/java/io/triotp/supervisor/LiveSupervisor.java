package io.triotp.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import io.triotp.process.Pid;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * A running supervisor as others see it. Created when it has a process; written by that
 * process, read by any thread.
 */
final class LiveSupervisor implements SupervisorView {

	/** More of them would tell nothing new. */
	private static final int MAX_LOST = 100;

	private final Self self;

	private final Place place;

	private final Rules rules;

	private final RestartWindow window;

	private final KnownChildren children;

	private volatile int restarts;

	/** How it gave up, if it is ending because it did. */
	private volatile @Nullable Collapse collapse;

	private volatile List<Lost> lost = List.of();

	LiveSupervisor(Self self, Place place, Rules rules, RestartWindow window, KnownChildren children) {
		this.self = self;
		this.place = place;
		this.rules = rules;
		this.window = window;
		this.children = children;
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	void countRestart() {
		this.restarts++;
	}

	/**
	 * Notes that it ends, because a child ended too often or for good.
	 * @param child the child
	 * @param now monotonic time
	 */
	void gaveUp(Child child, long now) {
		this.collapse = this.window.collapse(child.collapse(), now);
	}

	@Nullable Collapse collapse() {
		return this.collapse;
	}

	/**
	 * Notes a supervisor among its children that gave up and is not restarted.
	 */
	void lost(Lost child) {
		List<Lost> now = new ArrayList<>(this.lost);
		now.removeIf((each) -> each.id().equals(child.id()));
		now.add(child);
		this.lost = List.copyOf(now.subList(Math.max(0, now.size() - MAX_LOST), now.size()));
	}

	/**
	 * Notes that somebody has taken care of a child.
	 */
	void settled(String id) {
		if (!this.lost.isEmpty()) {
			this.lost = this.lost.stream().filter((each) -> !each.id().equals(id)).toList();
		}
	}

	OptionalLong troubleSince(long now) {
		return this.window.sinceAt(now);
	}

	RestartWindow window() {
		return this.window;
	}

	Place place() {
		return this.place;
	}

	/**
	 * {@return the place of a child}
	 */
	Place placeOf(Child child) {
		return isDynamic() ? this.place.dynamicChild(child.id()) : this.place.child(child.id());
	}

	/**
	 * {@return how many restarts counted when one was last requested}
	 */
	int countedRestarts() {
		return this.window.size();
	}

	@Override
	public String path() {
		return this.place.path();
	}

	@Override
	public Optional<Pid> pid() {
		return Optional.of(this.self.pid());
	}

	@Override
	public Strategy strategy() {
		return this.rules.strategy();
	}

	@Override
	public RestartIntensity intensity() {
		return this.rules.intensity();
	}

	@Override
	public AutoShutdown autoShutdown() {
		return this.rules.autoShutdown();
	}

	@Override
	public boolean isDynamic() {
		return this.rules.dynamic();
	}

	@Override
	public int restarts() {
		return this.restarts;
	}

	@Override
	public int restartsInPeriod() {
		return this.window.sizeAt(this.self.processes().host().time().nanoTime());
	}

	@Override
	public int childCount() {
		return this.children.size();
	}

	@Override
	public Stream<ChildInfo> children() {
		return this.children.stream().map(this::info);
	}

	@Override
	public Stream<ChildGlance> glances() {
		return this.children.stream().map((child) -> new KnownChild(this, child));
	}

	@Override
	public List<Lost> lost() {
		return this.lost;
	}

	ChildInfo info(Child child) {
		return child.info(placeOf(child));
	}

	/**
	 * The visible part of the specification.
	 *
	 * @param dynamic whether children are started on demand and have no order
	 * @param strategy which children are restarted together
	 * @param intensity how many restarts are allowed
	 * @param autoShutdown when the end of significant children ends the supervisor
	 */
	record Rules(boolean dynamic, Strategy strategy, RestartIntensity intensity, AutoShutdown autoShutdown) {

		static Rules of(SupervisorSpec spec) {
			return new Rules(false, spec.strategy(), spec.intensity(), spec.autoShutdown());
		}

		static Rules of(DynamicSupervisorSpec spec) {
			return new Rules(true, Strategy.ONE_FOR_ONE, spec.intensity(), AutoShutdown.NEVER);
		}

	}

}
