package io.triotp.spring.boot.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The applications cannot be started. Holds every reason; nothing has been started when
 * it is thrown.
 */
public final class InvalidApplicationsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<ConfigurationProblem> problems;

	InvalidApplicationsException(List<ConfigurationProblem> problems) {
		super("The TriOTP applications are not valid: " + problems.stream()
			.map((problem) -> problem.property() + ": " + problem.reason())
			.collect(Collectors.joining(" ")));
		this.problems = List.copyOf(problems);
	}

	/**
	 * {@return what is wrong, at least one thing}
	 */
	public List<ConfigurationProblem> problems() {
		return this.problems;
	}

}
