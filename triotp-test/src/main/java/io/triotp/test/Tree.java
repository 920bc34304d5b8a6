package io.triotp.test;

import java.util.Optional;
import java.util.stream.Stream;

import io.triotp.application.ApplicationInfo;
import io.triotp.node.Node;
import io.triotp.supervisor.ChildInfo;

/**
 * The trees of a node, as a test sees them.
 */
final class Tree {

	private Tree() {
	}

	/**
	 * {@return the child at a place}
	 * @param path the place, such as {@code shop/till}
	 */
	static Optional<ChildInfo> find(Node node, String path) {
		return node.applications()
			.stream()
			.map(ApplicationInfo::root)
			.flatMap(Optional::stream)
			.flatMap(Tree::below)
			.filter((child) -> child.path().equals(path))
			.findFirst();
	}

	private static Stream<ChildInfo> below(ChildInfo child) {
		return Stream.concat(Stream.of(child),
				child.supervision().stream().flatMap((view) -> view.children()).flatMap(Tree::below));
	}

	/**
	 * {@return all trees, a line for each child}
	 */
	static String draw(Node node) {
		StringBuilder text = new StringBuilder();
		for (ApplicationInfo application : node.applications()) {
			text.append(application.name()).append(" is ").append(application.state()).append('\n');
			application.root().ifPresent((root) -> below(root).forEach((child) -> line(text, child)));
		}
		return text.isEmpty() ? "There is no application\n" : text.toString();
	}

	private static void line(StringBuilder text, ChildInfo child) {
		text.append("  ")
			.append(child.path())
			.append(' ')
			.append(child.status())
			.append(child.pid().map((pid) -> " " + pid).orElse(""))
			.append(", restarted ")
			.append(child.restarts())
			.append(" times")
			.append(child.lastExit().map((reason) -> ", last exit " + reason).orElse(""))
			.append('\n');
	}

}
