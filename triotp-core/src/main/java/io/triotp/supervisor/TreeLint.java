package io.triotp.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.triotp.Pure;
import io.triotp.time.TimeText;

/**
 * Looks at a declared tree for what is allowed and seldom meant. What code makes only
 * when it starts is not seen.
 */
@Pure
public final class TreeLint {

	private final Duration stopLimit;

	private final List<TreeRemark> remarks = new ArrayList<>();

	private TreeLint(Duration stopLimit) {
		this.stopLimit = stopLimit;
	}

	/**
	 * {@return what there is to say about a tree, in the order of its children}
	 * @param above where it hangs
	 * @param root its root
	 * @param stopLimit how long a stop of the whole tree may take
	 */
	public static List<TreeRemark> of(Place above, ChildSpec root, Duration stopLimit) {
		Objects.requireNonNull(above, "above");
		Objects.requireNonNull(root, "root");
		TreeLint lint = new TreeLint(Objects.requireNonNull(stopLimit, "stopLimit"));
		lint.stop(above.child(root.id()), root);
		DeclaredTree.of(above, root).forEach(lint::child);
		return List.copyOf(lint.remarks);
	}

	private void say(TreeRemark.Rule rule, Place place, String text) {
		this.remarks.add(new TreeRemark(rule, place.path(), text));
	}

	private void stop(Place place, ChildSpec root) {
		Duration longest = longestStop(root);
		if (longest.compareTo(this.stopLimit) > 0) {
			say(TreeRemark.Rule.SLOW_STOP, place,
					"its children are stopped one after the other, which may take " + TimeText.of(longest)
							+ " in all, and a stop has " + TimeText.of(this.stopLimit)
							+ ": give them less shutdown time, or the stop more");
		}
	}

	/** Of what is waited for without limit nothing is counted: that is told apart. */
	private static Duration longestStop(ChildSpec child) {
		return switch (child.shutdown()) {
			case Shutdown.Within(Duration timeout) -> timeout;
			case Shutdown.BrutalKill() -> Duration.ZERO;
			case Shutdown.Infinity() ->
				child.children().stream().map(TreeLint::longestStop).reduce(Duration.ZERO, Duration::plus);
		};
	}

	private void child(DeclaredChild child) {
		ChildSpec spec = child.spec();
		if (spec.type() == ChildType.WORKER && spec.shutdown() instanceof Shutdown.Infinity) {
			say(TreeRemark.Rule.ENDLESS_STOP, child.place(),
					"it is waited for without limit when it is stopped: one that hangs then keeps the whole application "
							+ "from ending. Say how long its last message may take");
		}
		if (spec.restart() == Restart.PERMANENT && spec.start().plain() instanceof ChildStart.Body body
				&& body.body() instanceof TaskProcess) {
			say(TreeRemark.Rule.PERMANENT_TASK, child.place(),
					"it is a task and permanent: when its work is done it is started again at once, which counts as a "
							+ "restart. Let it be transient, or run by a schedule (every, cron)");
		}
		spec.supervisor().ifPresent((supervisor) -> supervisor(child.place(), supervisor));
	}

	private void supervisor(Place place, SupervisorSpec supervisor) {
		sharedFate(place, supervisor);
		for (ChildSpec child : supervisor.children()) {
			Backoff backoff = (child.backoff() != null) ? child.backoff() : supervisor.backoff();
			if (backoff != null && child.restart() != Restart.TEMPORARY
					&& neverGivesUp(backoff, supervisor.intensity())) {
				say(TreeRemark.Rule.ENDLESS_LOOP, place.child(child.id()),
						"with its backoff it is never restarted more than " + supervisor.intensity()
								+ ", so one that crashes at once each time is restarted for ever and nobody gives up. "
								+ "If that is meant, watch its restarts; else allow more restarts in a longer period");
			}
		}
	}

	private void sharedFate(Place place, SupervisorSpec supervisor) {
		List<ChildSpec> children = supervisor.children();
		for (int i = 0; i < children.size(); i++) {
			ChildSpec child = children.get(i);
			boolean isStruck = switch (supervisor.strategy()) {
				case ONE_FOR_ONE -> false;
				case ONE_FOR_ALL -> children.size() > 1;
				case REST_FOR_ONE -> i > 0;
			};
			if (isStruck && child.dynamicSupervisor().isPresent()) {
				say(TreeRemark.Rule.SHARED_FATE, place.child(child.id()),
						"all that was started below it ends, and is not started again, when a sibling is restarted ("
								+ supervisor.strategy()
								+ "). Put it below a supervisor of its own, unless that is meant");
			}
		}
	}

	/** Whether as many delays as there may be restarts take longer than the period. */
	private static boolean neverGivesUp(Backoff backoff, RestartIntensity intensity) {
		Duration passed = Duration.ZERO;
		for (int i = 0; i < intensity.maxRestarts() && passed.compareTo(intensity.period()) <= 0; i++) {
			passed = passed.plus(backoff.delay(i, 0));
		}
		return passed.compareTo(intensity.period()) > 0;
	}

}
