package io.triotp.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static io.triotp.benchmarks.Goal.BARE;
import static io.triotp.benchmarks.Goal.atLeast;
import static io.triotp.benchmarks.Goal.atMost;
import static io.triotp.benchmarks.Goal.atMostTimes;
import static io.triotp.benchmarks.Goal.shown;
import static io.triotp.benchmarks.Goal.shownBeside;

/**
 * The figures to reach, in the order of the table.
 */
final class Goals {

	private Goals() {
	}

	static List<Goal> all() {
		return Stream
			.of(calls(), callers(), casts(), latencies(), processor(), timers(), lives(), memory(), blocked(),
					allocated(), carriers())
			.flatMap(List::stream)
			.toList();
	}

	private static List<Goal> calls() {
		return List.of(atMost("call-1:1", "erlang", 0.75), atMost("call-1:1", BARE, 1.4),
				atMost("call-1:1", "pekko", 0.1), shown("call-1:1", "pekko-tuned"), atMost("call-100:1", "erlang", 0.5),
				atMost("call-100:1", "pekko", 0.5), shown("call-100:1", "pekko-tuned"), shown("call-100:1", BARE),
				atMost("call-100-pairs", "erlang", 0.5), atMost("call-100-pairs", "pekko", 0.5),
				shown("call-100-pairs", "pekko-tuned"), shown("call-100-pairs", BARE),
				atMost("call-platform", "pekko", 0.6), shown("call-platform", "pekko-tuned"),
				shown("call-platform", BARE), shown("call-handler", "erlang"), shown("call-handler", "pekko"),
				shown("call-handler", "pekko-tuned"), shown("call-handler", BARE));
	}

	private static List<Goal> callers() {
		return List.of(shown("call-10:1", "pekko"), shown("call-10:1", "pekko-tuned"), shown("call-1k:1", "pekko"),
				shown("call-1k:1", "pekko-tuned"), shown("call-10k:1", "pekko"), shown("call-10k:1", "pekko-tuned"),
				atMostTimes("call-10k:1", "call-100:1", 1.5), atMost("callers-64-virtual", "pekko", 0.5),
				shown("callers-64-virtual", "pekko-tuned"), atMost("callers-64-virtual-cpu", "pekko", 0.5),
				atMost("callers-64-platform", "pekko", 0.5), shown("callers-64-platform", "pekko-tuned"),
				atMost("callers-64-platform-cpu", "pekko", 0.5));
	}

	private static List<Goal> casts() {
		return List.of(atMost("cast-1", "pekko", 0.6), shown("cast-1", "pekko-tuned"), atMost("cast-1", "erlang", 0.5),
				atMost("cast-1", BARE, 2), atMost("cast-4", "pekko", 0.6), shown("cast-4", "pekko-tuned"),
				atMost("cast-4", "erlang", 0.5), atMost("cast-4", BARE, 2), atMostTimes("cast-idle", "cast-plain", 1.3),
				shown("cast-idle", "pekko"), shownBeside("classes-call", "classes-call-one"),
				shownBeside("classes-cast", "classes-cast-one"));
	}

	private static List<Goal> latencies() {
		List<Goal> goals = new ArrayList<>();
		for (String load : List.of("open-100k", "open-400k")) {
			goals.add(shown(load + "-p50", "pekko"));
			goals.add(atMost(load + "-p99", "pekko", 0.1));
			goals.add(shown(load + "-p99", "pekko-tuned"));
			goals.add(shown(load + "-p99.9", "pekko"));
			goals.add(shown(load + "-answered"));
		}
		goals.add(shown("open-capacity", "pekko"));
		goals.add(shown("open-50-p99", "pekko"));
		goals.add(shown("open-50-p99.9", "pekko"));
		goals.add(shown("open-90-p99", "pekko"));
		goals.add(atMost("open-90-p99.9", "pekko", 0.5));
		goals.add(shown("open-90-answered"));
		for (String work : List.of("quiet-100us", "quiet-1ms")) {
			for (String caller : List.of("-platform", "-virtual")) {
				goals.add(atMost(work + caller + "-p99", 5_000));
				goals.add(atMost(work + caller + "-p99", "pekko", 1));
			}
		}
		return goals;
	}

	private static List<Goal> processor() {
		return List.of(atMost("cpu-idle", 0.1), shown("cpu-idle", "pekko"), atMost("cpu-100-virtual", "pekko", 0.9),
				atMost("cpu-100-platform", "pekko", 0.9), atMost("cpu-1000-virtual", "pekko", 0.9),
				atMost("cpu-1000-platform", "pekko", 0.9));
	}

	private static List<Goal> timers() {
		return List.of(shown("timer-arm", "pekko"), atMost("timer-cancel", 100), shown("timer-cancel", "pekko"),
				atMost("timer-bytes", 120), shown("timer-bytes", "pekko"), shown("timer-late-p50", "pekko"),
				atMost("timer-late-p99", 2_000), shown("timer-late-p99", "pekko"));
	}

	private static List<Goal> lives() {
		return List.of(atMost("spawn", "erlang", 0.7), shown("spawn", "pekko"), shown("spawn", BARE),
				atMost("crash-restart", "erlang", 1), shown("crash-restart", "pekko"),
				atMostTimes("crash-restart-logged", "crash-restart", 2), atMost("one-for-all-10k", "erlang", 2),
				atMost("stop-100k", "erlang", 2), shown("stop-100k", "pekko"), shown("start-100k", "erlang"),
				shown("start-100k", "pekko"), shown("million-children-start"), shown("million-children-summary"),
				shown("million-children-stop"), shown("million-children-resident"));
	}

	private static List<Goal> memory() {
		return List.of(atMost("idle-bytes", 400), shown("idle-bytes", "erlang"), shown("idle-bytes", "pekko"),
				shown("idle-bytes", BARE), shown("idle-bytes-named"), atMost("million-heap", 512));
	}

	private static List<Goal> blocked() {
		return List.of(atLeast("blocked-1000", "ideal", 0.9), atLeast("blocked-1000", "sleep", 0.9),
				shown("blocked-1000", "erlang"), shown("blocked-1000", BARE));
	}

	private static List<Goal> allocated() {
		return List.of(atMost("cast-1-allocated", 64), atMost("cast-4-allocated", 64),
				atMost("call-1:1-allocated", 450), shown("call-1:1-allocated", "pekko"),
				shown("call-1:1-allocated", "activation"), shown("call-1:1-allocated", "thread"));
	}

	private static List<Goal> carriers() {
		return Stream.of("call-1:1", "call-100-pairs", "cast-4")
			.flatMap((name) -> Stream.of("1", "2", "4").map((carriers) -> shown(name + "-carriers-" + carriers)))
			.toList();
	}

}
