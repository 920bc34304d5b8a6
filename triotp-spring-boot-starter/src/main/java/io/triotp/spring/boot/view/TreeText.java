package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;

import io.triotp.spring.boot.view.TreeDescriptor.DescendantsDescriptor;
import io.triotp.spring.boot.view.TreeDescriptor.Kind;
import io.triotp.spring.boot.view.TreeDescriptor.NodeDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Draws a {@link TreeDescriptor} for people.
 */
final class TreeText {

	private static final String BRANCH = "├─ ";

	private static final String LAST_BRANCH = "└─ ";

	private static final String TRUNK = "│  ";

	private static final String SPACE = "   ";

	private final TreeDescriptor tree;

	private final Instant now;

	TreeText(TreeDescriptor tree) {
		this.tree = tree;
		this.now = tree.generatedAt();
	}

	@Override
	public String toString() {
		TextTable table = new TextTable();
		for (String root : this.tree.roots()) {
			draw(table, root, "", "");
		}
		StringBuilder text = new StringBuilder(table.toString());
		this.tree.warnings().forEach((warning) -> text.append('\n').append(warning).append('\n'));
		return text.isEmpty() ? "There are no applications\n" : text.toString();
	}

	private void draw(TextTable table, String id, String indent, String below) {
		NodeDescriptor node = this.tree.nodes().get(id);
		if (node == null) {
			return;
		}
		table.row(indent + node.name(), (node.kind() == Kind.DYNAMIC_SUPERVISOR) ? "DYNAMIC" : node.kind().name(),
				rule(node), node.state().name(), process(id), details(node));
		List<String> children = (node.children() != null) ? node.children() : List.of();
		int hidden = node.childCount() - children.size();
		for (int i = 0; i < children.size(); i++) {
			boolean isLast = i == children.size() - 1 && hidden == 0;
			draw(table, children.get(i), below + (isLast ? LAST_BRANCH : BRANCH), below + (isLast ? SPACE : TRUNK));
		}
		if (hidden > 0) {
			table.row(below + LAST_BRANCH + "… " + hidden + (children.isEmpty() ? "" : " more"), "", "", "", "",
					below(node.descendants()));
		}
	}

	/**
	 * What deserves attention in what is not shown, a supervisor's children all counted.
	 */
	private static String below(@Nullable DescendantsDescriptor descendants) {
		StringJoiner text = new StringJoiner("  ");
		if (descendants != null) {
			add(text, "restarts ", descendants.restarts());
			add(text, "mailbox ", descendants.mailbox());
			add(text, "restarting ", descendants.restarting());
			add(text, "stopped ", descendants.stopped());
			add(text, "wedged ", descendants.wedged());
		}
		return text.toString();
	}

	private static void add(StringJoiner text, String what, long count) {
		if (count > 0) {
			text.add(what + count);
		}
	}

	private static String rule(NodeDescriptor node) {
		Duration period = node.period();
		if (node.strategy() == null || period == null) {
			return TextStyle.dashed(node.restart());
		}
		return TextStyle.dashed(node.strategy()) + " " + node.restartsInPeriod() + "/" + node.maxRestarts() + " in "
				+ TextStyle.exact(period);
	}

	private static String process(String id) {
		return NodeId.toProcess(id).map((number) -> "#PID<" + number + ">").orElse("");
	}

	private String details(NodeDescriptor node) {
		StringJoiner details = new StringJoiner("  ");
		if (node.restarts() != null) {
			details.add("restarts " + node.restarts());
		}
		if (node.mailbox() != null && node.mailbox() > 0) {
			details.add("mailbox " + node.mailbox());
		}
		if (node.durable() != null) {
			details.add("version " + node.durable().version());
			if (node.durable().uncommittedSeconds() != null) {
				details.add("a change waits for " + node.durable().uncommittedSeconds() + " s");
			}
		}
		if (node.restartAt() != null) {
			details.add("restart in " + remaining(node.restartAt()));
		}
		return details.add(lastExit(node.lastExit())).toString();
	}

	private String remaining(Instant at) {
		return TextStyle.rough(Duration.between(this.now, at));
	}

	private String lastExit(@Nullable ExitDescriptor exit) {
		return (exit != null) ? "last exit " + TextStyle.exit(exit, this.now) : "";
	}

}
