package io.triotp.server;

import java.util.Objects;

/**
 * The class by which reports name a server.
 */
final class ReportedType {

	private ReportedType() {
	}

	/**
	 * {@return the class named in reports} If the server cannot tell, its own class: a
	 * report of a failure must not fail too.
	 */
	static Class<?> of(GenServer<?, ?, ?> server) {
		try {
			return Objects.requireNonNull(server.reportedType(), "reportedType");
		}
		catch (Throwable ex) {
			return server.getClass();
		}
	}

}
