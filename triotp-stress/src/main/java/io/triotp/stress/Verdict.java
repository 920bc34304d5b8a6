package io.triotp.stress;

import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs jcstress and judges what it has seen, more strictly than it does itself: a test
 * that did not run, ran into an error or never met a case that it is for is a failure
 * too, as is a canary that seems whole.
 */
public final class Verdict {

	private static final String CANARY = Canary.class.getName();

	private Verdict() {
	}

	/**
	 * Runs the tests that the options of jcstress select. Ends with 0 if all is well, 1
	 * if not.
	 * @param arguments a file for what jcstress prints, and the options of jcstress
	 * @throws Exception if jcstress cannot run
	 */
	public static void main(String[] arguments) throws Exception {
		Options options = new Options(List.of(arguments).subList(1, arguments.length).toArray(String[]::new));
		if (!options.parse()) {
			System.exit(2);
		}
		PrintStream console = System.out;
		try (PrintStream log = new PrintStream(new FileOutputStream(Path.of(arguments[0]).toFile()))) {
			System.setOut(log);
			new JCStress(options).run();
		}
		catch (AssertionError ex) {
			// What it complains of is judged below.
		}
		finally {
			System.setOut(console);
		}
		List<String> complaints = judge(new JCStress(options).getTests(), results(options), console);
		complaints.forEach((each) -> console.println("FAILED: " + each));
		System.exit(complaints.isEmpty() ? 0 : 1);
	}

	private static Map<String, List<TestResult>> results(Options options) throws Exception {
		InProcessCollector collector = new InProcessCollector();
		DiskReadCollector reader = new DiskReadCollector(options.getResultFile(), collector);
		reader.dump();
		reader.close();
		return collector.getTestResults()
			.stream()
			.collect(Collectors.groupingBy(TestResult::getName, TreeMap::new, Collectors.toList()));
	}

	private static List<String> judge(Collection<String> tests, Map<String, List<TestResult>> results,
			PrintStream console) {
		List<String> complaints = new ArrayList<>();
		if (!tests.contains(CANARY)) {
			complaints.add("the canary did not run");
		}
		for (String test : tests) {
			List<TestResult> own = results.getOrDefault(test, List.of());
			Map<String, Long> counts = new TreeMap<>();
			own.forEach((each) -> each.getStateKeys()
				.forEach((state) -> counts.merge(state, each.getCount(state), Long::sum)));
			console.printf("%s: %,d samples in %d forks%n", test,
					counts.values().stream().mapToLong(Long::longValue).sum(), own.size());
			if (counts.isEmpty()) {
				complaints.add(test + " has no result");
			}
			own.stream()
				.filter((each) -> each.status() != Status.NORMAL)
				.map((each) -> test + ": " + each.status() + " with " + each.getConfig().jvmArgs + " "
						+ each.getMessages() + " " + each.getVmErr())
				.forEach(complaints::add);
			judge(TestList.getInfo(test), counts, complaints, console);
		}
		return complaints;
	}

	private static void judge(TestInfo test, Map<String, Long> counts, List<String> complaints, PrintStream console) {
		Map<StateCase, Long> seen = new LinkedHashMap<>();
		test.cases().forEach((each) -> seen.put(each, 0L));
		counts.forEach((state, count) -> {
			StateCase met = test.cases()
				.stream()
				.filter((each) -> each.matches(state))
				.findFirst()
				.orElse(test.unmatched());
			seen.merge(met, count, Long::sum);
			console.printf("  %12s %,16d  %s: %s%n", state, count, met.expect(), met.description());
			if (met.expect() == Expect.FORBIDDEN || met.expect() == Expect.UNKNOWN) {
				complaints
					.add("%s has seen (%s) %,d times: %s".formatted(test.name(), state, count, met.description()));
			}
		});
		// Each state of a case is a case of its own here. What is interesting need not be
		// seen, unless that is what the test is for.
		seen.entrySet()
			.stream()
			.filter((each) -> each.getKey().expect() == Expect.ACCEPTABLE || test.name().equals(CANARY))
			.collect(Collectors.groupingBy((each) -> each.getKey().description(), LinkedHashMap::new,
					Collectors.summingLong(Map.Entry::getValue)))
			.forEach((description, count) -> {
				if (count == 0) {
					complaints.add(test.name() + " has never seen: " + description);
				}
			});
	}

}
