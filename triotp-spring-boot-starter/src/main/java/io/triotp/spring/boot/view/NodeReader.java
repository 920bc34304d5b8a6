package io.triotp.spring.boot.view;

import java.util.List;
import java.util.Optional;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;

/**
 * Looks at a node and its trees, by the clock of the node. Reads records that processes
 * keep anyway and never asks a process, so that one that hangs does not make the reader
 * hang. May be used by any thread.
 */
public final class NodeReader implements AutoCloseable {

	private final Node node;

	private final RecentRestarts recentRestarts;

	private final SummaryReader summary;

	private final TreeReader tree;

	private NodeReader(Node node, List<ApplicationSpec> configured) {
		KnownApplications applications = new KnownApplications(node, configured);
		this.node = node;
		this.recentRestarts = RecentRestarts.of(node);
		this.summary = new SummaryReader(node, applications, this.recentRestarts);
		this.tree = new TreeReader(node, applications);
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
	 * Count restarts no longer. The node lives on.
	 */
	@Override
	public void close() {
		this.node.view().removeListener(this.recentRestarts);
	}

}
