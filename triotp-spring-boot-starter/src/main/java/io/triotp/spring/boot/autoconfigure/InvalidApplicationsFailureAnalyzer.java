package io.triotp.spring.boot.autoconfigure;

import java.util.List;

import io.triotp.spring.boot.config.ConfigurationProblem;
import io.triotp.spring.boot.config.InvalidApplicationsException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Shows everything that is wrong with the declared applications.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidApplicationsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidApplicationsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidApplicationsException cause) {
		List<ConfigurationProblem> problems = cause.problems();
		StringBuilder description = new StringBuilder(
				(problems.size() == 1) ? "There is a problem with the TriOTP applications:"
						: "There are " + problems.size() + " problems with the TriOTP applications:");
		for (int i = 0; i < problems.size(); i++) {
			description.append("\n\n    ")
				.append(i + 1)
				.append(". ")
				.append(problems.get(i).toString().replace("\n", "\n       "));
		}
		return new FailureAnalysis(description.toString(),
				"Do what the Action of each problem says. Nothing has been started.", cause);
	}

}
