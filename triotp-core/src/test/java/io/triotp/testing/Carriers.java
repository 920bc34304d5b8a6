package io.triotp.testing;

import java.lang.management.ManagementFactory;

import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/** The threads of the JVM that carry virtual threads. */
public final class Carriers {

	private Carriers() {
	}

	/**
	 * {@return how many virtual threads can run at a time now, with what a node may have
	 * lent} Asked as a user would, not as the code does.
	 */
	public static int parallelism() {
		try {
			return (int) ManagementFactory.getPlatformMBeanServer()
				.getAttribute(new ObjectName("jdk.management:type=VirtualThreadScheduler"), "Parallelism");
		}
		catch (InstanceNotFoundException ex) {
			// Before Java 24, which can lend none
			return Integer.getInteger("jdk.virtualThreadScheduler.parallelism",
					Runtime.getRuntime().availableProcessors());
		}
		catch (JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
