package io.triotp.test;

import java.util.List;
import java.util.Objects;

import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildStatus;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on the trees of a node. What fails shows all of them.
 */
public final class NodeAssert extends AbstractAssert<NodeAssert, Node> {

	private NodeAssert(Node node) {
		super(node, NodeAssert.class);
	}

	/**
	 * {@return assertions on a node}
	 * @param node the node
	 */
	public static NodeAssert assertThat(Node node) {
		return new NodeAssert(Objects.requireNonNull(node, "node"));
	}

	/**
	 * Verifies that a child runs.
	 * @param path its place, such as {@code shop/till}
	 * @return this
	 */
	public NodeAssert isRunning(String path) {
		ChildInfo child = child(path);
		if (child.status() != ChildStatus.RUNNING) {
			failWithMessage("'%s' is %s, not running.%n%s", path, child.status(), Tree.draw(this.actual));
		}
		if (child.pid().filter(Pid::isAlive).isEmpty()) {
			failWithMessage("'%s' has ended, of which its supervisor has not heard yet.%n%s", path,
					Tree.draw(this.actual));
		}
		return this;
	}

	/**
	 * Verifies that nothing runs in a place: the child is stopped, waits for a restart,
	 * or is not there.
	 * @param path the place
	 * @return this
	 */
	public NodeAssert isNotRunning(String path) {
		Objects.requireNonNull(path, "path");
		if (Tree.find(this.actual, path).filter((each) -> each.status() == ChildStatus.RUNNING).isPresent()) {
			failWithMessage("'%s' runs.%n%s", path, Tree.draw(this.actual));
		}
		return this;
	}

	/**
	 * Verifies how often a child was restarted because it had ended.
	 * @param path its place
	 * @param restarts how often
	 * @return this
	 */
	public NodeAssert hasRestarted(String path, int restarts) {
		ChildInfo child = child(path);
		if (child.restarts() != restarts) {
			failWithMessage("'%s' was restarted %d times, not %d.%n%s", path, child.restarts(), restarts,
					Tree.draw(this.actual));
		}
		return this;
	}

	/**
	 * Verifies which children a supervisor has, in their order.
	 * @param path the place of the supervisor; the name of an application is that of its
	 * root
	 * @param ids the ids of the children
	 * @return this
	 */
	public NodeAssert hasChildren(String path, String... ids) {
		Objects.requireNonNull(ids, "ids");
		List<String> present = child(path).supervision()
			.map((view) -> view.children().map(ChildInfo::id).toList())
			.orElse(List.of());
		if (!present.equals(List.of(ids))) {
			failWithMessage("'%s' has the children %s, not %s.%n%s", path, present, List.of(ids),
					Tree.draw(this.actual));
		}
		return this;
	}

	private ChildInfo child(String path) {
		Objects.requireNonNull(path, "path");
		return Tree.find(this.actual, path)
			.orElseThrow(() -> failure("There is no '%s'.%n%s", path, Tree.draw(this.actual)));
	}

}
