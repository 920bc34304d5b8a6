package io.triotp.interleaving.loom;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Runs a test under one schedule after the other. Of a fault it looks for a schedule that
 * shows it with fewer switches.
 */
final class Exploration {

	/** How many more schedules are tried to find a simpler one. */
	private static final int FOR_A_SIMPLER_ONE = 2_000;

	/**
	 * What fewer than one schedule in so many meets, some thousand seeds miss by chance.
	 */
	private static final int RARE = 50;

	private final Constructor<?> instance;

	private final Method method;

	private final Constructor<?> schedule;

	/** How many schedules have met what is looked for. */
	private final Map<String, Integer> met = new TreeMap<>();

	Exploration(WovenClasses classes, String test, String name) throws ReflectiveOperationException {
		Class<?> type = classes.loadClass(test);
		Class<?> parameter = classes.loadClass("io.triotp.interleaving.Schedule");
		this.instance = type.getDeclaredConstructor();
		this.method = type.getDeclaredMethod(name, parameter);
		this.schedule = parameter.getDeclaredConstructor(SeededScheduler.class);
		this.instance.setAccessible(true);
		this.method.setAccessible(true);
		this.schedule.setAccessible(true);
	}

	/** Runs the schedules of these seeds. */
	void explore(long from, long to, List<String> windows) {
		silently(() -> exploreAll(from, to, windows));
	}

	private void exploreAll(long from, long to, List<String> windows) {
		for (long seed = from; seed < to; seed++) {
			pass(seed);
		}
		if (Boolean.getBoolean("triotp.windows")) {
			System.out.println(this.method.getDeclaringClass().getSimpleName() + "." + this.method.getName() + ": "
					+ this.met + " of " + (to - from));
		}
		List<String> rare = windows.stream()
			.filter((each) -> this.met.getOrDefault(each, 0) * RARE < to - from)
			.toList();
		if (!rare.isEmpty()) {
			throw new AssertionError("Hardly any schedule from " + from + " to " + to + " has met " + rare
					+ ", so the test shows next to nothing: " + this.met);
		}
	}

	private void pass(long seed) {
		Run run = run(seed, false);
		if (run.failure() != null) {
			throw described(simplest(run));
		}
	}

	/** Runs one schedule and tells who was where. */
	void show(long seed) {
		Run run = run(seed, true);
		if (run.failure() != null) {
			throw described(run);
		}
	}

	private Run simplest(Run first) {
		Run simplest = first;
		for (long seed = first.seed() + 1; seed <= first.seed() + FOR_A_SIMPLER_ONE; seed++) {
			Run run = run(seed, false);
			if (run.failure() != null && run.switches() < simplest.switches()) {
				simplest = run;
			}
		}
		return simplest;
	}

	private AssertionError described(Run failed) {
		Run again = run(failed.seed(), true);
		Throwable failure = (again.failure() != null) ? again.failure() : failed.failure();
		String replay = (again.trace() == failed.trace()) ? "" : " (run again, it went another way)";
		return new AssertionError("Schedule " + failed.seed() + " fails" + replay + ", with " + failed.switches()
				+ " switches: " + failure + "\nRun it by -Dtriotp.schedule=" + failed.seed()
				+ ". Who was where at last:\n\t" + String.join("\n\t", again.places()), failure);
	}

	/**
	 * {@return a number that tells the schedule of a seed from others}
	 * @param seed the seed
	 */
	long trace(long seed) {
		return run(seed, false).trace();
	}

	private Run run(long seed, boolean recording) {
		SeededScheduler scheduler = new SeededScheduler(seed, recording);
		Points.decidedBy(scheduler);
		@Nullable Throwable failure = null;
		try {
			Explored explored = (Explored) this.schedule.newInstance(scheduler);
			Object test = this.instance.newInstance();
			explored.explore(() -> invoke(test, explored));
			explored.windows().forEach((window) -> this.met.merge(window, 1, Integer::sum));
		}
		catch (Throwable ex) {
			failure = ex;
		}
		finally {
			Points.decidedBy(null);
		}
		return new Run(seed, scheduler.trace(), scheduler.switches(), failure, scheduler.places());
	}

	/** Each schedule would tell of its crashes. */
	private static void silently(Runnable code) {
		Logger logger = (Logger) LoggerFactory.getLogger("io.triotp");
		Level level = logger.getLevel();
		logger.setLevel(Level.OFF);
		try {
			code.run();
		}
		finally {
			logger.setLevel(level);
		}
	}

	private void invoke(Object test, Explored explored) throws Throwable {
		try {
			this.method.invoke(test, explored);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private record Run(long seed, long trace, int switches, @Nullable Throwable failure, List<String> places) {
	}

}
