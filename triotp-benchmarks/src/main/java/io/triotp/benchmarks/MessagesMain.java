package io.triotp.benchmarks;

import java.util.Arrays;
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
		CASES.put("call-10:1", "callTenToOne");
		CASES.put("call-1k:1", "callThousandToOne");
		CASES.put("call-10k:1", "callTenThousandToOne");
		CASES.put("call-100-pairs", "callHundredPairs");
		CASES.put("call-platform", "callFromPlatformThread");
		CASES.put("call-handler", "callFromHandler");
		CASES.put("cast-1", "castOneSender");
		CASES.put("cast-4", "castFourSenders");
	}

	private static final int ITERATIONS = 3;

	private MessagesMain() {
	}

	public static void main(String[] args) {
		for (String contender : args[3].split(",")) {
			measure(contender, args);
		}
	}

	/** Whoever fails must not take the others along. */
	private static void measure(String contender, String[] args) {
		String figure = args[0] + args[4];
		try {
			RunResult result = run(contender, args);
			new Figure(contender, figure, result.getPrimaryResult().getStatistics().getPercentile(50), "ns").print();
			Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
			new Figure(contender, figure + "-allocated", (allocated != null) ? allocated.getScore() : Double.NaN, "B")
				.print();
		}
		catch (RunnerException ex) {
			ex.printStackTrace();
			new Figure(contender, figure, Double.NaN, "ns").print();
			new Figure(contender, figure + "-allocated", Double.NaN, "B").print();
		}
	}

	private static RunResult run(String contender, String[] args) throws RunnerException {
		return new Runner(new OptionsBuilder().include(Messages.class.getName() + "\\." + CASES.get(args[0]) + "$")
			.param("contender", contender)
			.forks(1)
			.warmupIterations(ITERATIONS)
			.warmupTime(TimeValue.milliseconds(Integer.parseInt(args[1]) / ITERATIONS))
			.measurementIterations(ITERATIONS)
			.measurementTime(TimeValue.milliseconds(Integer.parseInt(args[2]) / ITERATIONS))
			.timeout(TimeValue.seconds(60))
			.addProfiler(GCProfiler.class)
			.jvmArgs(Arrays.copyOfRange(args, 5, args.length))
			.verbosity(VerboseMode.SILENT)
			.shouldFailOnError(true)
			.build()).runSingle();
	}

}
