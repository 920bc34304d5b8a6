package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.triotp.history.PlaceRecord;
import io.triotp.node.Node;
import io.triotp.process.MailboxLimit;
import io.triotp.process.Pid;
import io.triotp.process.ProcessDetails;
import io.triotp.process.ProcessInfo;
import io.triotp.process.Waiting;
import io.triotp.spring.boot.view.ProcessDescriptor.CurrentDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor.MailboxDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor.MessagesDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor.PeerDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor.PeersDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor.PlaceDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor.StateDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor.SupervisorDescriptor;
import io.triotp.spring.boot.view.ProcessDescriptor.ThreadDescriptor;
import io.triotp.spring.boot.view.TreeDescriptor.Kind;
import io.triotp.spring.boot.view.TreeRoots.Place;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.SupervisorView;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one place, its process and what has happened there.
 */
final class ProcessReader {

	/** More frames of one stack would tell nothing new. */
	private static final int FRAMES = 60;

	/** A longer chain of processes that wait for each other is cut off. */
	private static final int CHAIN = 20;

	private static final List<String> UNSUPPORTED = List.of("cpuTime", "memory");

	private final Node node;

	private final TreeRoots roots;

	private final StateReader states;

	private final Stores stores;

	ProcessReader(Node node, KnownApplications applications, Stores stores) {
		this.node = node;
		this.stores = stores;
		this.roots = new TreeRoots(node, applications);
		this.states = new StateReader(node);
	}

	/**
	 * {@return what can be seen of a process or a place, or nothing if there is neither}
	 * @param idOrPath the id of a process, the id of a place, or its path
	 * @param wanted what costs something and is told only if wanted
	 */
	Optional<ProcessDescriptor> read(String idOrPath, Wanted wanted) {
		Optional<Place> place = this.roots.find(TreeRequest.of(idOrPath, null, null, null)).stream().findFirst();
		Optional<Pid> pid = place.isPresent() ? place.flatMap(Place::child).flatMap(ChildInfo::pid)
				: NodeId.toProcess(idOrPath).flatMap(this.node.view()::find);
		Optional<ProcessDetails> details = pid.flatMap(this.node.view()::details);
		if (details.isPresent()) {
			return Optional.of(describe(details.get(), place, wanted));
		}
		String path = place.map(Place::path).orElseGet(() -> NodeId.toPath(idOrPath).orElse(idOrPath));
		Optional<PlaceRecord> record = this.node.history().place(path);
		return (place.isPresent() || record.isPresent()) ? Optional.of(describe(path, place, record, wanted))
				: Optional.empty();
	}

	private ProcessDescriptor describe(ProcessDetails details, Optional<Place> place, Wanted wanted) {
		ProcessInfo info = details.info();
		Kind kind = ProcessesRequest.kindOf(info);
		String path = place.map(Place::path).orElseGet(info::path);
		Optional<Thread> runner = this.node.host().runner(info.pid());
		Optional<PlaceRecord> record = this.node.history().place(path);
		return new ProcessDescriptor(now(), NodeId.of(info.pid()), path, kind,
				(kind == Kind.WORKER) ? info.behaviour().getName() : null, info.state(),
				place.flatMap(Place::child).map((child) -> describe(child, Optional.of(info))).orElse(null),
				info.names().isEmpty() ? null : info.names(), Instant.ofEpochMilli(info.startedAt()), info.handled(),
				current(info), mailbox(details),
				this.stores.statusOf(info.pid()).map(DurableDescriptor::of).orElse(null), supervisor(info, place),
				peers(details.links()), peers(details.monitors()), peers(details.monitoredBy()), details.timers(),
				runner.map(ProcessReader::describe).orElse(null),
				wanted.stack() ? runner.map(ProcessReader::stack).orElse(List.of()) : null,
				state(info.pid(), kind, wanted), UNSUPPORTED, record.map(PlaceRecord::crashes).orElse(0L),
				record.map(PlaceRecord::restarts).orElse(0L), EventsReader.describe(record));
	}

	/** A place whose process has ended and was not replaced. */
	private ProcessDescriptor describe(String path, Optional<Place> place, Optional<PlaceRecord> record,
			Wanted wanted) {
		Optional<ChildInfo> child = place.flatMap(Place::child);
		return new ProcessDescriptor(now(), NodeId.ofPath(path), path,
				child.map((each) -> NodeDescriber.kind(each.type(), each.supervision().orElse(null)))
					.orElse(Kind.WORKER),
				null, null, child.map((each) -> describe(each, Optional.empty())).orElse(null), null, null, null, null,
				null, null, null, null, null, null, null, null, null, withoutProcess(wanted), List.of(),
				record.map(PlaceRecord::crashes).orElse(0L), record.map(PlaceRecord::restarts).orElse(0L),
				EventsReader.describe(record));
	}

	private static @Nullable StateDescriptor withoutProcess(Wanted wanted) {
		return (wanted.state() instanceof Wanted.State.None) ? null
				: StateDescriptor.unavailable("there is no process");
	}

	private @Nullable StateDescriptor state(Pid pid, Kind kind, Wanted wanted) {
		return switch (wanted.state()) {
			case Wanted.State.None none -> null;
			case Wanted.State.Refused(String why) -> StateDescriptor.unavailable(why);
			case Wanted.State.Shown(Mask mask) -> this.states.read(pid, kind, mask);
		};
	}

	private static PlaceDescriptor describe(ChildInfo child, Optional<ProcessInfo> process) {
		return new PlaceDescriptor(PlaceState.of(child, process), child.restart(),
				NodeDescriber.shutdown(child.shutdown()), child.significant(), child.incarnation(), child.restarts(),
				child.restartAt().orElse(null),
				child.lastExit()
					.map((reason) -> ExitDescriptor.of(null, reason, child.lastExitAt().orElse(null)))
					.orElse(null));
	}

	private @Nullable CurrentDescriptor current(ProcessInfo info) {
		List<PeerDescriptor> chain = chain(info.pid());
		String message = info.current().map((each) -> each.getClass().getName()).orElse(null);
		Double seconds = info.working().map(TextStyle::seconds).orElse(null);
		return (message == null && seconds == null && chain.isEmpty()) ? null
				: new CurrentDescriptor(message, seconds, chain.isEmpty() ? null : chain);
	}

	/** Whom it waits for, and so on. */
	private List<PeerDescriptor> chain(Pid from) {
		List<PeerDescriptor> chain = new ArrayList<>();
		Optional<Pid> next = waitsFor(from);
		while (next.isPresent() && chain.size() < CHAIN) {
			chain.add(peer(next.get()));
			next = waitsFor(next.get());
		}
		return chain;
	}

	private Optional<Pid> waitsFor(Pid pid) {
		return this.node.host().waiting(pid).filter((waiting) -> !waiting.isOver()).map(Waiting::target);
	}

	/** What it has fetched has waited since before it began with its present message. */
	private static MailboxDescriptor mailbox(ProcessDetails details) {
		ProcessInfo info = details.info();
		Optional<MailboxLimit> limit = details.limit();
		return new MailboxDescriptor(info.mailboxSize(), limit.map(MailboxLimit::capacity).orElse(null),
				limit.map(MailboxLimit::overflow).map(TextStyle::dashed).orElse(null),
				details.fetched() ? info.working().map(TextStyle::seconds).orElse(null) : null,
				details.waiting()
					.stream()
					.map((each) -> new MessagesDescriptor(each.type().getName(), each.count()))
					.toList());
	}

	private @Nullable SupervisorDescriptor supervisor(ProcessInfo info, Optional<Place> place) {
		Optional<ProcessInfo> parent = info.parent().flatMap(this.node.view()::info);
		if (parent.isEmpty() || ProcessesRequest.kindOf(parent.get()) == Kind.WORKER) {
			return null;
		}
		Pid pid = parent.get().pid();
		SupervisorView view = place.map(Place::path)
			.filter((path) -> path.contains("/"))
			.map((path) -> path.substring(0, path.lastIndexOf('/')))
			.flatMap((above) -> this.roots.find(TreeRequest.of(above, null, null, null)).stream().findFirst())
			.flatMap(Place::supervision)
			.orElse(null);
		return new SupervisorDescriptor(NodeId.of(pid), parent.get().path(), (view != null) ? view.strategy() : null,
				(view != null) ? view.restartsInPeriod() : null,
				(view != null) ? view.intensity().maxRestarts() : null);
	}

	private PeersDescriptor peers(ProcessDetails.Peers peers) {
		return new PeersDescriptor(peers.total(), peers.some().stream().map(ProcessReader::peer).toList());
	}

	private static PeerDescriptor peer(Pid pid) {
		return new PeerDescriptor(NodeId.of(pid), pid.path());
	}

	static ThreadDescriptor describe(Thread thread) {
		return new ThreadDescriptor(thread.threadId(), thread.getName(), thread.isVirtual(), thread.getState());
	}

	static List<String> stack(Thread thread) {
		return Arrays.stream(thread.getStackTrace()).limit(FRAMES).map(StackTraceElement::toString).toList();
	}

	private Instant now() {
		return this.node.host().time().instant().truncatedTo(ChronoUnit.MILLIS);
	}

}
