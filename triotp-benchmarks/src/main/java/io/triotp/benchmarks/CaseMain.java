package io.triotp.benchmarks;

/**
 * Measures one case that JMH does not run, in a JVM of its own. The arguments: the case,
 * the contender, milliseconds of warm-up, milliseconds of measurement; for the open loops
 * also how many calls are due each second.
 */
final class CaseMain {

	private CaseMain() {
	}

	public static void main(String[] args) throws Exception {
		measure(args[0], args[1], Times.parse(args[2], args[3]), args);
		// without a wait for whatever is still busy
		Runtime.getRuntime().halt(0);
	}

	private static void measure(String name, String contender, Times times, String[] args) throws Exception {
		switch (name) {
			case "spawn" -> Processes.spawn(contender);
			case "crash-restart", "crash-restart-logged" -> Processes.crash(contender, name);
			case "one-for-all-10k" -> Processes.oneForAll(contender);
			case "start-stop-100k" -> Processes.children(contender);
			case "blocked-1000" -> Processes.blocked(contender);
			case "idle-bytes" -> Processes.idleBytes(contender, false);
			case "idle-bytes-named" -> Processes.idleBytes(contender, true);
			case "million-heap" -> Processes.million(contender);
			case "million-children" -> MillionChildren.measure();
			case "open-capacity" -> OpenLoop.capacity(contender, times);
			case "open-100k", "open-400k", "open-50", "open-90" ->
				OpenLoop.measure(contender, name, Double.parseDouble(args[4]), times);
			case "quiet-100us" -> QuietCase.measure(contender, name, 100_000, times);
			case "quiet-1ms" -> QuietCase.measure(contender, name, 1_000_000, times);
			case "callers-64-virtual" -> ManyCallers.measure(contender, true, times);
			case "callers-64-platform" -> ManyCallers.measure(contender, false, times);
			case "cpu-idle" -> LightLoad.idle(contender, times);
			case "cpu-100-virtual" -> LightLoad.calling(contender, 100, true, times);
			case "cpu-100-platform" -> LightLoad.calling(contender, 100, false, times);
			case "cpu-1000-virtual" -> LightLoad.calling(contender, 1_000, true, times);
			case "cpu-1000-platform" -> LightLoad.calling(contender, 1_000, false, times);
			case "classes-one" -> Classes.measure("-one", Shop::one, times);
			case "classes-four" -> Classes.measure("", Shop::four, times);
			case "cast-idle" -> IdleCost.measure(contender, times);
			case "timers" -> TimerCase.measure(contender, times);
			default -> throw new IllegalArgumentException("There is no case '" + name + "'");
		}
	}

}
