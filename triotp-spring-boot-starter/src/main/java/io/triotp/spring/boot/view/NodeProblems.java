package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.triotp.durable.DurableStore;
import io.triotp.durable.StoreStatus;
import io.triotp.history.HistoryEntry;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.process.WedgedHandler;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor.Code;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor.Severity;
import io.triotp.time.TimeText;

/**
 * What deserves attention in a node, whichever tree it belongs to.
 */
final class NodeProblems {

	/** More of one kind would tell nothing new. */
	private static final int MAX_OF_A_KIND = 5;

	/** So many restarts of one child in {@link #AGAIN_WITHIN} are too many. */
	private static final int AGAIN = 5;

	private static final Duration AGAIN_WITHIN = Duration.ofMinutes(10);

	private NodeProblems() {
	}

	/**
	 * {@return what deserves attention}
	 * @param node the node
	 * @param stores the stores of its durable servers
	 * @param full processes whose mailbox is full
	 */
	static List<ProblemDescriptor> of(Node node, List<DurableStore> stores, List<Pid> full) {
		List<ProblemDescriptor> problems = new ArrayList<>();
		stores.stream().filter(NodeProblems::isDown).map(NodeProblems::down).forEach(problems::add);
		node.view().wedged().stream().limit(MAX_OF_A_KIND).map(NodeProblems::wedged).forEach(problems::add);
		full.stream().limit(MAX_OF_A_KIND).map((process) -> full(node, process)).forEach(problems::add);
		again(node).entrySet()
			.stream()
			.filter((each) -> each.getValue() >= AGAIN)
			.sorted(Map.Entry.<String, Long>comparingByValue().reversed())
			.limit(MAX_OF_A_KIND)
			.map((each) -> again(each.getKey(), each.getValue()))
			.forEach(problems::add);
		return problems;
	}

	private static boolean isDown(DurableStore store) {
		return store.status().failingFor().compareTo(store.options().commitTimeout()) >= 0;
	}

	private static ProblemDescriptor down(DurableStore store) {
		StoreStatus status = store.status();
		return new ProblemDescriptor(Code.STORE_DOWN, Severity.ERROR, "store " + status.name(),
				"it has not served for " + TimeText.of(status.failingFor()) + ": " + status.error() + "; "
						+ status.waiting() + " servers wait for it");
	}

	private static ProblemDescriptor wedged(WedgedHandler wedged) {
		String waitsFor = wedged.waitsFor().stream().map(Pid::path).collect(Collectors.joining(", which waits for "));
		return new ProblemDescriptor(Code.HANDLER_WEDGED, Severity.ERROR, wedged.path(),
				"it has been working on " + wedged.message() + " for " + TimeText.of(wedged.working())
						+ (waitsFor.isEmpty() ? "" : " and waits for " + waitsFor));
	}

	private static ProblemDescriptor full(Node node, Pid process) {
		return new ProblemDescriptor(Code.MAILBOX_FULL, Severity.WARNING, process.path(),
				node.view().mailboxSize(process) + " messages wait, "
						+ node.view()
							.mailboxLimit(process)
							.map((limit) -> limit.capacity() + " may; the overflow rule is "
									+ TextStyle.dashed(limit.overflow()))
							.orElse("as many as may"));
	}

	/**
	 * The restarts of each place within the last minutes, as far as remembered, and since
	 * its application was started.
	 */
	private static Map<String, Long> again(Node node) {
		Instant since = node.host().time().instant().minus(AGAIN_WITHIN);
		Map<String, Long> restarts = new HashMap<>();
		Set<String> before = new HashSet<>();
		for (HistoryEntry entry : node.history().newest(Integer.MAX_VALUE, (entry) -> isAbout(entry, since))) {
			String application = entry.path().split("/", 2)[0];
			if (entry.type() == HistoryEntry.Type.APPLICATION_STARTED) {
				before.add(application);
			}
			else if (!before.contains(application)) {
				restarts.merge(entry.path(), 1L, Long::sum);
			}
		}
		return restarts;
	}

	private static boolean isAbout(HistoryEntry entry, Instant since) {
		return entry.at().isAfter(since) && (entry.type() == HistoryEntry.Type.RESTART_GRANTED
				|| entry.type() == HistoryEntry.Type.APPLICATION_STARTED);
	}

	private static ProblemDescriptor again(String path, long count) {
		return new ProblemDescriptor(Code.RESTARTED_AGAIN_AND_AGAIN, Severity.WARNING, path,
				count + " restarts within " + TimeText.of(AGAIN_WITHIN));
	}

}
