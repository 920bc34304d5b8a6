package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.triotp.history.HistoryEntry;
import io.triotp.node.Node;
import io.triotp.spring.boot.view.IncidentDescriptor.DeclaredDescriptor;
import io.triotp.spring.boot.view.IncidentsDescriptor.IncidentHead;
import io.triotp.supervisor.DeclaredChild;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes incidents down when they happen, and keeps the last of them. Reads on a thread
 * of its own: whoever reports that something broke must go on.
 */
final class Incidents implements Consumer<HistoryEntry> {

	private static final Logger logger = LoggerFactory.getLogger(Incidents.class);

	/** So many events before it belong to an incident. */
	private static final int EVENTS = 200;

	private static final int FULLEST = 20;

	private static final int THREADS = 20;

	private static final int NODES = 300;

	/** What happens again so soon in the same place is the same incident. */
	private static final Duration SAME = Duration.ofMinutes(1);

	private final Node node;

	private final NodeReader reader;

	private final IncidentStore store;

	private final Executor executor;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by lock, as is the next: newest first. */
	private final Deque<IncidentDescriptor> kept = new ArrayDeque<>();

	/** What is being written down or has been, newest first. */
	private final Deque<HistoryEntry> known = new ArrayDeque<>();

	Incidents(Node node, NodeReader reader, IncidentStore store, Executor executor) {
		this.node = node;
		this.reader = reader;
		this.store = store;
		this.executor = executor;
	}

	@Override
	public void accept(HistoryEntry entry) {
		if (isIncident(entry) && isNew(entry)) {
			this.executor.execute(() -> capture(entry));
		}
	}

	private static boolean isIncident(HistoryEntry entry) {
		return switch (entry.type()) {
			case SUPERVISOR_GAVE_UP, APPLICATION_FAILED, WEDGED, STORE_DOWN -> true;
			default -> false;
		};
	}

	private boolean isNew(HistoryEntry entry) {
		return locked(() -> {
			boolean same = this.known.stream()
				.anyMatch((each) -> each.type() == entry.type() && each.path().equals(entry.path())
						&& Duration.between(each.at(), entry.at()).compareTo(SAME) < 0);
			if (!same) {
				this.known.addFirst(entry);
				if (this.known.size() > IncidentsDescriptor.CAPACITY) {
					this.known.removeLast();
				}
			}
			return !same;
		});
	}

	private void capture(HistoryEntry entry) {
		try {
			IncidentDescriptor incident = read(entry);
			locked(() -> {
				this.kept.addFirst(incident);
				if (this.kept.size() > IncidentsDescriptor.CAPACITY) {
					this.kept.removeLast();
				}
				return incident;
			});
			this.store.keep(incident);
		}
		catch (Throwable ex) {
			logger.warn("The incident {} at '{}' could not be written down, or not into its file", entry.type(),
					entry.path(), ex);
		}
	}

	private IncidentDescriptor read(HistoryEntry entry) {
		String application = entry.path().split("/", 2)[0];
		// A handler that is stuck may be so because of somebody else.
		String scope = (entry.type() == HistoryEntry.Type.WEDGED) ? application : entry.path();
		return new IncidentDescriptor("i" + entry.sequence(), inMillis(entry.at()),
				inMillis(this.node.host().time().instant()), entry.type(), entry.path(), application,
				EventsReader.describe(entry),
				this.node.history()
					.newest(EVENTS,
							(each) -> each.sequence() < entry.sequence()
									&& (entry.type() == HistoryEntry.Type.STORE_DOWN || each.isAtOrBelow(scope)))
					.stream()
					.map(EventsReader::describe)
					.toList(),
				this.reader.tree(TreeRequest.of(null, application, TreeRequest.MAX_DEPTH, NODES)).orElse(null),
				this.reader
					.processes(new ProcessesRequest(ProcessSort.MAILBOX, true, FULLEST,
							new ProcessesRequest.Filter(null, null, null, application, null, 1), null))
					.map(ProcessesDescriptor::processes)
					.orElse(List.of()),
				this.reader.threads(THREADS, application).processes(),
				this.reader.lost()
					.messages()
					.stream()
					.filter((lost) -> lost.path().equals(application) || lost.path().startsWith(application + "/"))
					.toList(),
				this.reader.declared(application).stream().map(Incidents::describe).toList());
	}

	private static DeclaredDescriptor describe(DeclaredChild child) {
		Optional<RestartIntensity> limits = child.limits();
		return new DeclaredDescriptor(child.path(), child.code().map(Class::getName).orElse(null), child.restart(),
				NodeDescriber.shutdown(child.shutdown()),
				child.spec().supervisor().map(SupervisorSpec::strategy).orElse(null),
				limits.map(RestartIntensity::maxRestarts).orElse(null),
				limits.map(RestartIntensity::period).orElse(null));
	}

	IncidentsDescriptor all() {
		List<IncidentHead> heads = locked(() -> this.kept.stream().map(IncidentHead::of).toList());
		return new IncidentsDescriptor(inMillis(this.node.host().time().instant()), IncidentsDescriptor.CAPACITY,
				Stream.concat(heads.stream(), this.store.earlier().stream())
					.limit(IncidentsDescriptor.CAPACITY)
					.toList());
	}

	Optional<IncidentDescriptor> find(String id) {
		return locked(() -> this.kept.stream().filter((each) -> each.id().equals(id)).findFirst())
			.or(() -> this.store.find(id));
	}

	private <T> T locked(Supplier<T> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	private static Instant inMillis(Instant at) {
		return at.truncatedTo(ChronoUnit.MILLIS);
	}

}
