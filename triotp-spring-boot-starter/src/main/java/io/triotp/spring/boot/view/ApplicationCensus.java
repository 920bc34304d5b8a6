package io.triotp.spring.boot.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.triotp.process.NameTakenException;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor.Code;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor.Severity;
import io.triotp.supervisor.ChildGlance;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.SupervisorView;

/**
 * One walk through the tree of an application: its size, and what deserves attention in
 * it. What is declared comes first, which code bounds; below dynamic supervisors there
 * may be a million.
 */
final class ApplicationCensus {

	/** More of one kind would tell nothing new. */
	private static final int MAX_OF_A_KIND = 10;

	private final List<ProblemDescriptor> declaredLost = new ArrayList<>();

	private final List<ProblemDescriptor> dynamicLost = new ArrayList<>();

	private final List<ProblemDescriptor> nameless = new ArrayList<>();

	private final List<ProblemDescriptor> nearLimit = new ArrayList<>();

	/** Dynamic supervisors below none that is dynamic. */
	private final List<SupervisorView> onDemand = new ArrayList<>();

	private final UnaryOperator<Stream<ChildGlance>> some;

	private long processes;

	/** Looks at everything. */
	ApplicationCensus(ChildInfo root) {
		this(root, UnaryOperator.identity());
	}

	/**
	 * Looks at everything that is declared.
	 * @param root the root of the application
	 * @param some chooses from children that were started on demand, and what is below
	 */
	ApplicationCensus(ChildInfo root, UnaryOperator<Stream<ChildGlance>> some) {
		this.some = some;
		switch (root.status()) {
			case RUNNING -> {
				this.processes++;
				root.supervision().ifPresent((supervisor) -> visit(supervisor, false));
			}
			case RESTARTING -> nameless(root);
			case STOPPED -> {
			}
		}
		this.onDemand.forEach(this::visitChildren);
	}

	private void visit(ChildGlance child, boolean onDemand) {
		switch (child.status()) {
			case RUNNING -> {
				this.processes++;
				child.supervision().ifPresent((supervisor) -> visit(supervisor, onDemand));
			}
			case RESTARTING -> {
				if (this.nameless.size() < MAX_OF_A_KIND) {
					nameless(child.info());
				}
			}
			case STOPPED -> {
			}
		}
	}

	private void nameless(ChildInfo child) {
		takenName(child).ifPresent((taken) -> add(this.nameless, waiting(child, taken)));
	}

	private void visit(SupervisorView supervisor, boolean below) {
		boolean onDemand = below || supervisor.isDynamic();
		supervisor.lost()
			.forEach((lost) -> add(onDemand ? this.dynamicLost : this.declaredLost,
					gaveUp(lost, onDemand ? Severity.WARNING : Severity.ERROR)));
		if (isNearLimit(supervisor)) {
			add(this.nearLimit, nearLimit(supervisor));
		}
		if (below) {
			visitChildren(supervisor);
		}
		else if (onDemand) {
			this.onDemand.add(supervisor);
		}
		else {
			supervisor.glances().forEach((child) -> visit(child, false));
		}
	}

	private void visitChildren(SupervisorView onDemand) {
		this.some.apply(onDemand.glances()).forEach((child) -> visit(child, true));
	}

	private static void add(List<ProblemDescriptor> kind, ProblemDescriptor problem) {
		if (kind.size() < MAX_OF_A_KIND) {
			kind.add(problem);
		}
	}

	/** A child that waits for a moment, and not for a name, will be started then. */
	private static Optional<NameTakenException> takenName(ChildInfo child) {
		return child.lastExit()
			.filter((reason) -> child.restartAt().isEmpty())
			.flatMap((reason) -> Optional.ofNullable(reason.exception()))
			.filter(NameTakenException.class::isInstance)
			.map(NameTakenException.class::cast);
	}

	private static ProblemDescriptor waiting(ChildInfo child, NameTakenException taken) {
		return new ProblemDescriptor(Code.NAME_TAKEN, Severity.ERROR, child.path(),
				"it does not run and waits for the end of " + taken.holder().path() + " (" + taken.holder()
						+ "), which has its name '" + taken.name() + "': stop that, or terminate the child");
	}

	private static ProblemDescriptor gaveUp(SupervisorView.Lost lost, Severity severity) {
		return new ProblemDescriptor(Code.SUPERVISOR_GAVE_UP, severity, lost.path(),
				ExitDescriptor.of(null, lost.reason(), lost.at()).describe() + "; it is "
						+ TextStyle.dashed(lost.restart()) + " and is not restarted, nothing below it runs");
	}

	private static boolean isNearLimit(SupervisorView supervisor) {
		int used = supervisor.restartsInPeriod();
		return used > 0 && used >= supervisor.intensity().maxRestarts() - 1;
	}

	private static ProblemDescriptor nearLimit(SupervisorView supervisor) {
		return new ProblemDescriptor(Code.RESTART_INTENSITY_NEAR_LIMIT, Severity.WARNING, supervisor.path(),
				supervisor.restartsInPeriod() + " of " + supervisor.intensity());
	}

	long processes() {
		return this.processes;
	}

	/**
	 * {@return what deserves attention, what is broken first; at most ten of a kind}
	 */
	List<ProblemDescriptor> problems() {
		return Stream.of(this.declaredLost, this.nameless, this.dynamicLost, this.nearLimit)
			.flatMap(List::stream)
			.toList();
	}

}
