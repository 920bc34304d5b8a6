package io.triotp.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.ZombieInfo;

/**
 * What one test leaves behind in a node that goes on, such as that of a Spring context
 * which is kept for the next test. What was there before the test is not its fault.
 */
public final class Leftovers {

	private final Node node;

	private final Set<Pid> before;

	private final Set<Pid> zombiesBefore;

	private Leftovers(Node node) {
		this.node = node;
		this.before = node.view().processes().map(ProcessInfo::pid).collect(Collectors.toUnmodifiableSet());
		this.zombiesBefore = node.view()
			.zombies()
			.stream()
			.map(ZombieInfo::pid)
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * {@return what to ask when the test is over}
	 * @param node where it will run
	 */
	public static Leftovers before(Node node) {
		return new Leftovers(Objects.requireNonNull(node, "node"));
	}

	/**
	 * Ends the {@linkplain TestProbe probes} of the test, for their names may be those of
	 * others in the next, and looks at the rest.
	 * @return what the test has left behind, in words, empty if nothing: a process whose
	 * starter has ended, or code that runs on after its process was killed
	 */
	public String after() {
		this.node.view()
			.processes()
			.filter((each) -> each.behaviour() == TestProbe.class && !this.before.contains(each.pid()))
			.map(ProcessInfo::pid)
			.toList()
			.forEach((probe) -> TestProbe.end(this.node, probe));
		Map<Pid, String> orphans = orphans(this.node);
		orphans.keySet().removeAll(this.before);
		List<String> left = new ArrayList<>(orphans.values());
		left.addAll(zombies(this.node, this.zombiesBefore));
		return describe(left);
	}

	static String describe(List<String> left) {
		return left.isEmpty() ? ""
				: left.stream().collect(Collectors.joining("\n- ", "The test leaves behind:\n- ", "\n"));
	}

	static Map<Pid, String> orphans(Node node) {
		Map<Pid, String> orphans = new LinkedHashMap<>();
		node.view()
			.processes()
			.filter((each) -> each.parent().filter((parent) -> !parent.isAlive()).isPresent())
			.forEach((each) -> orphans.put(each.pid(), "process " + each.pid() + " (" + each.path() + ", "
					+ each.behaviour().getName() + "), whose starter " + each.parent().orElseThrow() + " has ended"));
		return orphans;
	}

	/** Code that ends a moment after its process is no leak. */
	static List<String> zombies(Node node, Set<Pid> known) {
		try {
			Await.until(() -> unknown(node, known).isEmpty());
			return List.of();
		}
		catch (AssertionError ex) {
			return unknown(node, known).stream()
				.map((zombie) -> "code that still runs although its process was killed: " + zombie)
				.toList();
		}
	}

	private static List<ZombieInfo> unknown(Node node, Set<Pid> known) {
		return node.view().zombies().stream().filter((zombie) -> !known.contains(zombie.pid())).toList();
	}

}
