package io.triotp.interleaving.loom;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Explorations by code, for the tests of the exploration.
 */
public final class Explorations {

	private static final int SCHEDULES = 2_000;

	private Explorations() {
	}

	/**
	 * Runs a method of a class under a number of schedules.
	 * @param type the class
	 * @param method the name of the method
	 * @param windows what must be met
	 */
	public static void of(Class<?> type, String method, String... windows) {
		exploration(type, method).explore(0, SCHEDULES, List.of(windows));
	}

	/**
	 * {@return numbers that tell the schedules of a method from each other}
	 * @param type the class
	 * @param method the name of the method
	 * @param seeds how many
	 */
	public static long[] traces(Class<?> type, String method, int seeds) {
		Exploration exploration = exploration(type, method);
		// What happens once in a life of a class has happened.
		LongStream.range(0, seeds).forEach(exploration::trace);
		return LongStream.range(0, seeds).map(exploration::trace).toArray();
	}

	private static Exploration exploration(Class<?> type, String method) {
		try {
			return new Exploration(new WovenClasses(), type.getName(), method);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
