package io.triotp.spring.boot.view;

import java.util.List;

import io.triotp.application.ApplicationInfo;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor.Code;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor.Severity;

/**
 * What deserves attention in the tree of an application that runs.
 *
 * @param all the problems, what is broken first; at most ten of a kind
 */
public record ApplicationProblems(List<ProblemDescriptor> all) {

	public ApplicationProblems {
		all = List.copyOf(all);
	}

	/**
	 * {@return the problems of an application, none if its tree is not up}
	 * @param application the application; no process of it is asked
	 */
	public static ApplicationProblems of(ApplicationInfo application) {
		return new ApplicationProblems(
				application.root().map(ApplicationCensus::new).map(ApplicationCensus::problems).orElse(List.of()));
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
