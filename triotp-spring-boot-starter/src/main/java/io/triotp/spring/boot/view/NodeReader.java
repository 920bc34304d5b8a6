package io.triotp.spring.boot.view;

import java.util.List;
import java.util.Optional;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.supervisor.DeclaredChild;

/**
 * Reads what can be seen of a node and its trees, by the clock of the node. Asks no
 * process, so one that hangs does not hold the reader up. All methods may be called from
 * any thread.
 * <p>
 * Prints a summary:
 * {@snippet :
 * try (NodeReader reader = NodeReader.of(node)) {
 * 	System.out.println(reader.summary().toText());
 * }
 * }
 */
public final class NodeReader implements AutoCloseable {

	private final Node node;

	private final KnownApplications applications;

	private final RecentRestarts recentRestarts;

	private final SummaryReader summary;

	private final TreeReader tree;

	private final EventsReader events;

	private NodeReader(Node node, List<ApplicationSpec> configured) {
		this.node = node;
		this.applications = new KnownApplications(node, configured);
		this.recentRestarts = RecentRestarts.of(node);
		this.summary = new SummaryReader(node, this.applications, this.recentRestarts);
		this.tree = new TreeReader(node, this.applications);
		this.events = new EventsReader(node);
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
		return new NodeReader(node, configured);
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
	 * {@return the tree an application declares, the root first, whether or not it has
	 * ever been started; empty if there is no such application}
	 * @param application its name
	 * @see ApplicationSpec#declaredTree()
	 */
	public List<DeclaredChild> declared(String application) {
		return this.applications.find(application).map((known) -> known.spec().declaredTree()).orElse(List.of());
	}

	/**
	 * Stop counting restarts. The node is not closed.
	 */
	@Override
	public void close() {
		this.node.view().removeListener(this.recentRestarts);
	}

}
