package io.triotp.process;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bugs of JDKs that strike processes although their code is right. Bugs that only strike
 * whoever uses monitors are left out, because nothing here does.
 */
final class KnownJdkBugs {

	private static final Logger logger = LoggerFactory.getLogger(KnownJdkBugs.class);

	private KnownJdkBugs() {
	}

	/**
	 * Warns of those that a JDK has.
	 * @param node the name of the node that starts on it
	 * @param jdk the version of the JDK
	 */
	static void warn(String node, Runtime.Version jdk) {
		if (losesWakeUps(jdk)) {
			logger.warn("Node '{}' runs on Java {}, where a virtual thread that waits can miss its wake-up "
					+ "(JDK-8369227): now and then a process or its caller would wait for ever, and nothing would say so. "
					+ "Use 25.0.3 or newer, 26.0.1 or newer, or another release", node, jdk);
		}
	}

	/**
	 * {@return whether a thread that parks without a limit just after it has parked with
	 * one may stay parked (JDK-8369227)}
	 */
	private static boolean losesWakeUps(Runtime.Version jdk) {
		boolean isFirstOfRelease = jdk.interim() == 0;
		return switch (jdk.feature()) {
			case 25 -> isFirstOfRelease && jdk.update() < 3;
			case 26 -> isFirstOfRelease && jdk.update() < 1;
			default -> false;
		};
	}

}
