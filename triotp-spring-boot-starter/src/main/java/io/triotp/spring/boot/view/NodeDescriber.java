package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.triotp.node.Node;
import io.triotp.process.MailboxLimit;
import io.triotp.process.ProcessInfo;
import io.triotp.spring.boot.view.KnownApplications.KnownApplication;
import io.triotp.spring.boot.view.TreeDescriptor.CommitDescriptor;
import io.triotp.spring.boot.view.TreeDescriptor.Kind;
import io.triotp.spring.boot.view.TreeDescriptor.NodeDescriptor;
import io.triotp.spring.boot.view.TreeRoots.Place;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStatus;
import io.triotp.supervisor.ChildType;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.SupervisorView;
import org.jspecify.annotations.Nullable;

/**
 * Describes one place in a tree.
 */
final class NodeDescriber {

	private final Node node;

	private final Stores stores;

	NodeDescriber(Node node, Stores stores) {
		this.node = node;
		this.stores = stores;
	}

	/**
	 * Describe a place.
	 * @param place the place
	 * @param shown the ids of the children that are shown
	 * @param childCount how many there are
	 * @param isLate whether there is no more time to look at what is not shown
	 * @return the description
	 */
	NodeDescriptor describe(Place place, List<String> shown, int childCount, BooleanSupplier isLate) {
		return place.child()
			.map((child) -> describe(child, place.application(), shown, childCount, isLate))
			.orElseGet(() -> describeUnseen(place.application().orElseThrow()));
	}

	/** An application whose tree is not up yet. */
	private static NodeDescriptor describeUnseen(KnownApplication application) {
		ChildSpec root = application.spec().root();
		return new NodeDescriptor(application.name(), application.name(), kind(root.type(), null), null, null, null,
				null, root.restart(), shutdown(root.shutdown()), application.state(), null, null, null, null, null, 0,
				null, null, null, 0, null, null, null);
	}

	private NodeDescriptor describe(ChildInfo child, Optional<KnownApplication> application, List<String> shown,
			int childCount, BooleanSupplier isLate) {
		Optional<ProcessInfo> process = child.pid().flatMap(this.node.view()::info);
		SupervisorView supervisor = child.supervision().orElse(null);
		RestartIntensity limits = (supervisor != null) ? supervisor.intensity() : null;
		boolean isWorker = child.type() == ChildType.WORKER;
		return new NodeDescriptor(child.path(), child.id(), kind(child.type(), supervisor),
				(supervisor != null) ? supervisor.strategy() : null, (limits != null) ? limits.maxRestarts() : null,
				(limits != null) ? limits.period() : null, (supervisor != null) ? supervisor.restartsInPeriod() : null,
				child.restart(), shutdown(child.shutdown()), state(child, application, process),
				child.restartAt().orElse(null), process.map(ProcessInfo::mailboxSize).orElse(null),
				child.pid().flatMap(this.node.view()::mailboxLimit).map(MailboxLimit::capacity).orElse(null),
				process.flatMap(ProcessInfo::working).map(TextStyle::seconds).orElse(null), restarts(child, supervisor),
				child.incarnation(),
				child.lastExit()
					.map((reason) -> ExitDescriptor.of(null, reason, child.lastExitAt().orElse(null)))
					.orElse(null),
				isWorker ? process.map((info) -> info.behaviour().getName()).orElse(null) : null,
				isWorker ? child.pid().flatMap(this.stores::statusOf).map(CommitDescriptor::of).orElse(null) : null,
				childCount, (shown.size() < childCount) ? true : null, (supervisor != null) ? shown : null,
				(supervisor != null && shown.size() < childCount) ? Descendants.of(supervisor, this.node.view(), isLate)
						: null);
	}

	static Kind kind(ChildType type, @Nullable SupervisorView supervisor) {
		if (type == ChildType.WORKER) {
			return Kind.WORKER;
		}
		return (supervisor != null && supervisor.isDynamic()) ? Kind.DYNAMIC_SUPERVISOR : Kind.SUPERVISOR;
	}

	static String shutdown(Shutdown shutdown) {
		return (shutdown instanceof Shutdown.Within(Duration timeout)) ? timeout.toString()
				: shutdown.toString().toUpperCase(Locale.ROOT).replace('-', '_');
	}

	private static @Nullable Integer restarts(ChildInfo child, @Nullable SupervisorView supervisor) {
		if (supervisor != null) {
			return supervisor.restarts();
		}
		return (child.type() == ChildType.WORKER) ? child.restarts() : null;
	}

	/** An application that is over or not up yet knows more than its supervisor. */
	private static PlaceState state(ChildInfo child, Optional<KnownApplication> application,
			Optional<ProcessInfo> process) {
		return application.filter((each) -> child.status() != ChildStatus.RUNNING && !each.isLive())
			.map(KnownApplication::state)
			.orElseGet(() -> PlaceState.of(child, process));
	}

}
