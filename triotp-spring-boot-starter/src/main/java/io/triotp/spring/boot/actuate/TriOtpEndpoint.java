package io.triotp.spring.boot.actuate;

import java.util.List;
import java.util.Optional;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.spring.boot.view.EventsDescriptor;
import io.triotp.spring.boot.view.EventsRequest;
import io.triotp.spring.boot.view.NodeReader;
import io.triotp.spring.boot.view.SummaryDescriptor;
import io.triotp.spring.boot.view.TreeDescriptor;
import io.triotp.spring.boot.view.TreeRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * {@link Endpoint @Endpoint} that shows a node and its supervision trees. Asks no
 * process, so one that hangs does not make the endpoint hang.
 */
@Endpoint(id = "triotp", defaultAccess = Access.READ_ONLY)
@ImportRuntimeHints(TriOtpEndpointRuntimeHints.class)
public class TriOtpEndpoint {

	/** The section that shows the supervision trees. */
	static final String TREE = "tree";

	/** The section that shows what has happened. */
	static final String EVENTS = "events";

	private final NodeReader reader;

	/**
	 * Create a new instance. It counts restarts from now on.
	 * @param node the node to show
	 * @param configured the applications to show although they may not have been started
	 */
	public TriOtpEndpoint(Node node, List<ApplicationSpec> configured) {
		this.reader = NodeReader.of(node, configured);
	}

	/**
	 * {@return the node at a glance}
	 */
	@ReadOperation
	public SummaryDescriptor summary() {
		return this.reader.summary();
	}

	/**
	 * {@return a section of what can be seen, or {@code null} if there is none}
	 * @param section what to see: {@code tree} or {@code events}
	 * @param root the id or path of the node of the tree to begin with; the roots of
	 * applications by default
	 * @param application the application of the tree; all by default
	 * @param depth how many levels of the tree, 1 to 8; 3 by default
	 * @param limit how many nodes, 1 to 2000, 500 by default; or how many events, 1 to
	 * 500, 100 by default
	 */
	@ReadOperation
	public @Nullable Object section(@Selector String section, @Nullable String root, @Nullable String application,
			@Nullable Integer depth, @Nullable Integer limit) {
		return switch (section) {
			case TREE -> tree(TreeRequest.of(root, application, depth, limit)).orElse(null);
			case EVENTS -> events(
					new EventsRequest(null, (limit != null) ? limit : EventsRequest.DEFAULT_LIMIT, null, null, null));
			default -> null;
		};
	}

	Optional<TreeDescriptor> tree(TreeRequest request) {
		return this.reader.tree(request);
	}

	EventsDescriptor events(EventsRequest request) {
		return this.reader.events(request);
	}

}
