package io.triotp.spring.boot.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import io.triotp.spring.boot.view.TreeDescriptor.Kind;
import io.triotp.spring.boot.view.TreeDescriptor.NodeDescriptor;

/**
 * Draws a {@link TreeDescriptor} in the languages of other tools. Names are quoted: they
 * may hold anything.
 */
final class TreeDiagram {

	/** Larger drawings are of no use. */
	private static final int MAX_NODES = 300;

	private TreeDiagram() {
	}

	static String mermaid(TreeDescriptor tree) {
		StringBuilder text = new StringBuilder("flowchart TD\n");
		Map<String, NodeDescriptor> nodes = some(tree);
		List<String> ids = List.copyOf(nodes.keySet());
		nodes.forEach((id, node) -> text.append("  n")
			.append(ids.indexOf(id))
			.append(opening(node.kind()))
			.append('"')
			.append(mermaidText(label(node)))
			.append('"')
			.append(closing(node.kind()))
			.append('\n'));
		nodes.forEach((id, node) -> children(node).stream()
			.filter(nodes::containsKey)
			.forEach((child) -> text.append("  n")
				.append(ids.indexOf(id))
				.append(" --> n")
				.append(ids.indexOf(child))
				.append('\n')));
		return text.append(left(tree, "%%")).toString();
	}

	static String dot(TreeDescriptor tree) {
		StringBuilder text = new StringBuilder("digraph triotp {\n  node [shape=box];\n");
		Map<String, NodeDescriptor> nodes = some(tree);
		nodes.forEach((id, node) -> text.append("  \"")
			.append(id)
			.append("\" [label=\"")
			.append(dotText(label(node)))
			.append((node.kind() == Kind.WORKER) ? "\", shape=ellipse];\n" : "\"];\n"));
		nodes.forEach((id, node) -> children(node).stream()
			.filter(nodes::containsKey)
			.forEach((child) -> text.append("  \"").append(id).append("\" -> \"").append(child).append("\";\n")));
		return text.append(left(tree, "  //")).append("}\n").toString();
	}

	private static Map<String, NodeDescriptor> some(TreeDescriptor tree) {
		Map<String, NodeDescriptor> some = new LinkedHashMap<>();
		tree.nodes().entrySet().stream().limit(MAX_NODES).forEach((each) -> some.put(each.getKey(), each.getValue()));
		return some;
	}

	private static List<String> children(NodeDescriptor node) {
		return (node.children() != null) ? node.children() : List.of();
	}

	private static String label(NodeDescriptor node) {
		StringJoiner label = new StringJoiner(", ");
		label.add(node.name());
		if (node.strategy() != null) {
			label.add(TextStyle.dashed(node.strategy()));
		}
		label.add(TextStyle.dashed(node.state()));
		if (node.restarts() != null && node.restarts() > 0) {
			label.add("restarts " + node.restarts());
		}
		int hidden = node.childCount() - children(node).size();
		return (hidden > 0) ? label.add("… " + hidden + " more").toString() : label.toString();
	}

	private static String left(TreeDescriptor tree, String comment) {
		int left = tree.nodes().size() - MAX_NODES;
		return (left > 0) ? comment + " " + left + " nodes are left out: ask for a smaller part\n" : "";
	}

	private static String opening(Kind kind) {
		return switch (kind) {
			case SUPERVISOR -> "[";
			case DYNAMIC_SUPERVISOR -> "[[";
			case WORKER -> "(";
		};
	}

	private static String closing(Kind kind) {
		return switch (kind) {
			case SUPERVISOR -> "]";
			case DYNAMIC_SUPERVISOR -> "]]";
			case WORKER -> ")";
		};
	}

	/** Every character that could end the text or mean something has a number instead. */
	private static String mermaidText(String text) {
		StringBuilder safe = new StringBuilder();
		text.codePoints().forEach((point) -> {
			if (Character.isLetterOrDigit(point) || " _-./,:…".indexOf(point) >= 0) {
				safe.appendCodePoint(point);
			}
			else {
				safe.append('#').append(point).append(';');
			}
		});
		return safe.toString();
	}

	private static String dotText(String text) {
		StringBuilder safe = new StringBuilder();
		text.codePoints().forEach((point) -> {
			if (point == '"' || point == '\\') {
				safe.append('\\').appendCodePoint(point);
			}
			else if (Character.isISOControl(point)) {
				safe.append('?');
			}
			else {
				safe.appendCodePoint(point);
			}
		});
		return safe.toString();
	}

}
