package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.triotp.application.ApplicationSpec;
import io.triotp.durable.DurableStore;
import io.triotp.node.Node;
import io.triotp.spring.boot.view.SummaryDescriptor.AccessDescriptor;
import io.triotp.supervisor.DeclaredChild;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what can be seen of a node and its trees, by the clock of the node. Asks no
 * process, so one that hangs does not hold the reader up; only a state has to be asked
 * for. All methods may be called from any thread.
 * <p>
 * Prints a summary:
 * {@snippet :
 * try (NodeReader reader = NodeReader.of(node)) {
 * 	System.out.println(reader.summary().toText());
 * }
 * }
 */
public final class NodeReader implements AutoCloseable {

	/** For what has broken at the very end. */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final Logger logger = LoggerFactory.getLogger(NodeReader.class);

	private final Node node;

	private final KnownApplications applications;

	private final RecentTrouble recent;

	private final SummaryReader summary;

	private final TreeReader tree;

	private final EventsReader events;

	private final ProcessesReader processes;

	private final ProcessReader process;

	private final ThreadsReader threads;

	private final TroubleReader trouble;

	private final TargetReader targets;

	private final ExecutorService scribe = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(),
			Thread.ofPlatform().daemon().name("triotp-incidents").inheritInheritableThreadLocals(false).factory());

	private final Incidents incidents;

	private final AccessDescriptor access;

	private final IncidentStore store;

	private final List<DurableStore> stores;

	private NodeReader(Node node, List<ApplicationSpec> configured, List<DurableStore> stores, AccessDescriptor access,
			IncidentStore store) {
		this.node = node;
		this.stores = List.copyOf(stores);
		this.access = access;
		this.store = store;
		this.applications = new KnownApplications(node, configured);
		this.recent = RecentTrouble.of(node);
		this.summary = new SummaryReader(node, this.applications, this.stores, this.recent, access);
		this.tree = new TreeReader(node, this.applications, new Stores(this.stores));
		this.events = new EventsReader(node);
		this.processes = new ProcessesReader(node);
		this.process = new ProcessReader(node, this.applications, new Stores(this.stores));
		this.threads = new ThreadsReader(node);
		this.trouble = new TroubleReader(node);
		this.targets = new TargetReader(node, this.applications);
		this.incidents = new Incidents(node, this, store, this.scribe);
		node.history().addWatcher(this.incidents);
	}

	/**
	 * {@return a reader of a node, which counts the restarts of the last minute from now
	 * on}
	 * @param node the node
	 */
	public static NodeReader of(Node node) {
		return of(node, List.of());
	}

	/**
	 * {@return a reader of a node, which counts the restarts of the last minute from now
	 * on}
	 * @param node the node
	 * @param configured the applications to show although they may not have been started
	 */
	public static NodeReader of(Node node, List<ApplicationSpec> configured) {
		return new NodeReader(node, configured, List.of(), new AccessDescriptor(false, "NEVER", false),
				IncidentStore.NONE);
	}

	/**
	 * {@return the same, which tells that those who look may also act}
	 */
	public NodeReader forThoseWhoMayAct() {
		return telling(new AccessDescriptor(true, this.access.values(), this.access.stream()));
	}

	/**
	 * {@return the same, which tells that those who look may also subscribe}
	 */
	public NodeReader forThoseWhoMaySubscribe() {
		return telling(new AccessDescriptor(this.access.actions(), this.access.values(), true));
	}

	/**
	 * {@return the same, which tells when values of users are shown}
	 * @param values when, such as {@code NEVER}
	 */
	public NodeReader showingValues(String values) {
		return telling(new AccessDescriptor(this.access.actions(), values, this.access.stream()));
	}

	/**
	 * {@return the same, which keeps incidents}
	 * @param incidents keeps them
	 */
	public NodeReader keeping(IncidentStore incidents) {
		close();
		return new NodeReader(this.node, this.applications.configured(), this.stores, this.access,
				Objects.requireNonNull(incidents, "incidents"));
	}

	/**
	 * {@return the same, which tells when a store does not serve}
	 * @param stores the stores of durable servers of the node
	 */
	public NodeReader withStores(Collection<DurableStore> stores) {
		close();
		return new NodeReader(this.node, this.applications.configured(), List.copyOf(stores), this.access, this.store);
	}

	private NodeReader telling(AccessDescriptor access) {
		close();
		return new NodeReader(this.node, this.applications.configured(), this.stores, access, this.store);
	}

	/**
	 * {@return the node at a glance}
	 */
	public SummaryDescriptor summary() {
		return this.summary.read();
	}

	/**
	 * {@return a part of the trees, or nothing if the request names an application or a
	 * root that is not there}
	 * @param request which part
	 */
	public Optional<TreeDescriptor> tree(TreeRequest request) {
		return this.tree.read(request);
	}

	/**
	 * {@return what has happened in the node}
	 * @param request which events
	 */
	public EventsDescriptor events(EventsRequest request) {
		return this.events.read(request);
	}

	/**
	 * {@return processes, or nothing if the cursor does not belong to this order}
	 * @param request which processes
	 */
	public Optional<ProcessesDescriptor> processes(ProcessesRequest request) {
		return this.processes.read(request);
	}

	/**
	 * {@return one place with its process and what has happened there, or nothing if it
	 * is not known}
	 * @param idOrPath the id of a process, the id of a place, or its path
	 * @param wanted what to tell besides. A state is asked for, with a patience of half a
	 * second: the only thing for which a process is needed
	 */
	public Optional<ProcessDescriptor> process(String idOrPath, Wanted wanted) {
		return this.process.read(idOrPath, wanted);
	}

	/**
	 * {@return where the code of the processes that run is}
	 * @param limit how many at most
	 * @param path the place they must be in or below, {@code null} for all
	 */
	public ThreadsDescriptor threads(int limit, @Nullable String path) {
		return this.threads.read(limit, path);
	}

	/**
	 * {@return what has crashed, by kind}
	 */
	public CrashesDescriptor crashes() {
		return this.trouble.crashes();
	}

	/**
	 * {@return the messages that were never handled}
	 */
	public LostDescriptor lost() {
		return this.trouble.lost();
	}

	/**
	 * {@return what has broken since this reader was made: supervisors that gave up,
	 * applications that failed, handlers that got stuck; then those of earlier runs that
	 * were kept; the last 20}
	 */
	public IncidentsDescriptor incidents() {
		return this.incidents.all();
	}

	/**
	 * {@return what was known when something broke, or nothing if there is no such
	 * incident}
	 * @param id its name
	 */
	public Optional<IncidentDescriptor> incident(String id) {
		return this.incidents.find(id);
	}

	/**
	 * {@return what an id of an answer means now, or nothing if that is not known}
	 * @param id the id of a process or a place
	 */
	public Optional<Target> target(String id) {
		return this.targets.find(id);
	}

	/**
	 * {@return the tree an application declares, the root first, whether or not it has
	 * ever been started; empty if there is no such application}
	 * @param application its name
	 * @see ApplicationSpec#declaredTree()
	 */
	public List<DeclaredChild> declared(String application) {
		return this.applications.find(application).map((known) -> known.spec().declaredTree()).orElse(List.of());
	}

	/**
	 * Stop counting restarts and writing incidents down; waits up to 2 seconds for those
	 * that are being written. The node is not closed.
	 */
	@Override
	public void close() {
		this.node.history().removeWatcher(this.incidents);
		this.scribe.shutdown();
		try {
			if (!this.scribe.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("What has broken could not all be written down within {} at the end",
						TimeText.of(PATIENCE));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.node.view().removeListener(this.recent);
	}

}
