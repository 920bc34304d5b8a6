package io.triotp.supervisor;

import io.triotp.process.ReportName;

/**
 * A message of a supervisor to itself to start a child again: at once, but so that other
 * requests can come in between (OTP V29), or after a delay.
 *
 * @param child the child
 * @param ticket valid unless something has happened to the child in between
 * @param granted whether this restart has already been counted
 */
record Retry(Child child, int ticket, boolean granted) implements ReportName {

	@Override
	public String reportName() {
		return "restart of a child";
	}

}
