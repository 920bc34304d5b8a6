package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.triotp.application.ApplicationInfo;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor.Code;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor.Severity;
import io.triotp.supervisor.ChildInfo;
import io.triotp.time.TimeSource;

/**
 * What deserves attention in the tree of an application that runs.
 *
 * @param all the problems, what is broken first; at most ten of a kind
 * @param partial whether there was no time to look at everything that was started on
 * demand
 */
public record ApplicationProblems(List<ProblemDescriptor> all, boolean partial) {

	/** For those who look often: long enough for some hundred thousand children. */
	private static final Duration LIMIT = Duration.ofMillis(50);

	public ApplicationProblems {
		all = List.copyOf(all);
	}

	/**
	 * {@return the problems of an application, none if its tree is not up} All that is
	 * declared is looked at; what was started on demand for 50 milliseconds at most.
	 * @param application the application; no process of it is asked
	 * @param time the time
	 */
	public static ApplicationProblems of(ApplicationInfo application, TimeSource time) {
		return of(application.root(), new TimeLimit(time, LIMIT));
	}

	static ApplicationProblems of(Optional<ChildInfo> root, TimeLimit limit) {
		List<ProblemDescriptor> all = root.map((tree) -> new ApplicationCensus(tree, limit::of))
			.map(ApplicationCensus::problems)
			.orElse(List.of());
		return new ApplicationProblems(all, limit.wasLate());
	}

	/**
	 * {@return whether a supervisor that the application declares is gone for good}
	 */
	public boolean isPartLost() {
		return this.all.stream()
			.anyMatch((problem) -> problem.code() == Code.SUPERVISOR_GAVE_UP && problem.severity() == Severity.ERROR);
	}

	/**
	 * {@return a line of text for each problem}
	 */
	public List<String> toLines() {
		return this.all.stream()
			.map((problem) -> problem.code() + " " + problem.path() + ": " + problem.detail())
			.toList();
	}

}
