package io.triotp.process;

import java.util.Objects;

/**
 * A message of a library whose class is not for its users: reports and errors call it by
 * the method that sends it.
 */
@FunctionalInterface
public interface ReportName {

	/**
	 * {@return what reports call this message, such as {@code Supervisor.children}} Must
	 * neither block nor throw, and tell nothing of the content; any thread calls it.
	 */
	String reportName();

	/**
	 * {@return what reports call a message: its {@link #reportName()} if it has one, and
	 * the name of its class otherwise}
	 * @param message any message
	 */
	static String of(Object message) {
		Objects.requireNonNull(message, "message");
		return (message instanceof ReportName named) ? named.reportName() : message.getClass().getName();
	}

}
