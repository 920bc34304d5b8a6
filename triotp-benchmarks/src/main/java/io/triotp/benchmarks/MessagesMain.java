package io.triotp.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link Messages} once for each contender, each in a JVM of its own, and prints the
 * times and what was allocated. The arguments: the case, milliseconds of warm-up,
 * milliseconds of measurement, contenders separated by commas, what to append to the name
 * of the case (may be empty), then arguments of the JVM.
 */
final class MessagesMain {

	/** What the cases are called in tables. */
	static final Map<String, String> CASES = new LinkedHashMap<>();

	static {
		CASES.put("call-1:1", "callOneToOne");
		CASES.put("call-100:1", "callHundredToOne");
		CASES.put("call-100-pairs", "callHundredPairs");
		CASES.put("call-platform", "callFromPlatformThread");
		CASES.put("call-handler", "callFromHandler");
		CASES.put("cast-1", "castOneSender");
		CASES.put("cast-4", "castFourSenders");
	}

	private static final int ITERATIONS = 3;

	private MessagesMain() {
	}

	public static void main(String[] args) throws RunnerException {
		String name = args[0];
		int warmUp = Integer.parseInt(args[1]);
		int measurement = Integer.parseInt(args[2]);
		String suffix = args[4];
		String[] jvmArguments = Arrays.copyOfRange(args, 5, args.length);
		Collection<RunResult> results = new Runner(
				new OptionsBuilder().include(Messages.class.getName() + "\\." + CASES.get(name) + "$")
					.param("contender", args[3].split(","))
					.forks(1)
					.warmupIterations(ITERATIONS)
					.warmupTime(TimeValue.milliseconds(warmUp / ITERATIONS))
					.measurementIterations(ITERATIONS)
					.measurementTime(TimeValue.milliseconds(measurement / ITERATIONS))
					.timeout(TimeValue.seconds(60))
					.addProfiler(GCProfiler.class)
					.jvmArgs(jvmArguments)
					.verbosity(VerboseMode.SILENT)
					.shouldFailOnError(true)
					.build())
			.run();
		for (RunResult each : results) {
			String contender = each.getParams().getParam("contender");
			new Figure(contender, name + suffix, each.getPrimaryResult().getStatistics().getPercentile(50), "ns")
				.print();
			Result<?> allocated = each.getSecondaryResults().get("gc.alloc.rate.norm");
			if (allocated != null) {
				new Figure(contender, name + suffix + "-allocated", allocated.getScore(), "B").print();
			}
		}
	}

}
