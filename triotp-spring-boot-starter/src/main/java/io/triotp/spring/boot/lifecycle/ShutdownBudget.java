package io.triotp.spring.boot.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.triotp.Pure;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildType;
import io.triotp.supervisor.ChildTemplate;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Shutdown;

/**
 * How long a tree may take to stop. The children of a supervisor stop one after the
 * other, those of a dynamic supervisor all at once. What cannot be known before the start
 * counts as nothing: what code makes at each start, and the children of a dynamic
 * supervisor without a {@link DeclaredTemplate}.
 *
 * @param worstCase the longest it may take, if nothing is unbounded
 * @param unbounded the ids of the children that may take for ever
 */
@Pure
record ShutdownBudget(Duration worstCase, List<String> unbounded) {

	private static final ShutdownBudget NONE = new ShutdownBudget(Duration.ZERO, List.of());

	ShutdownBudget {
		unbounded = List.copyOf(unbounded);
	}

	/**
	 * {@return the budget of a child and all that is below it}
	 * @param child the child
	 */
	static ShutdownBudget of(ChildSpec child) {
		boolean waitsForItsChildren = child.type() == ChildType.SUPERVISOR
				&& child.shutdown() instanceof Shutdown.Infinity;
		return waitsForItsChildren ? ofChildren(child) : of(child.shutdown(), child.id());
	}

	private static ShutdownBudget ofChildren(ChildSpec supervisor) {
		return supervisor.dynamicSupervisor()
			.map((dynamic) -> ofTemplate(dynamic, supervisor.id()))
			.orElseGet(() -> supervisor.children().stream().map(ShutdownBudget::of).reduce(NONE, ShutdownBudget::plus));
	}

	private static ShutdownBudget ofTemplate(DynamicSupervisorSpec dynamic, String id) {
		ChildTemplate template = dynamic.template();
		return (template != null && template.plain() instanceof DeclaredTemplate declared) ? of(declared.shutdown(), id)
				: NONE;
	}

	private static ShutdownBudget of(Shutdown shutdown, String id) {
		return switch (shutdown) {
			case Shutdown.Within(Duration timeout) -> new ShutdownBudget(timeout, List.of());
			case Shutdown.BrutalKill() -> NONE;
			case Shutdown.Infinity() -> new ShutdownBudget(Duration.ZERO, List.of(id));
		};
	}

	private ShutdownBudget plus(ShutdownBudget other) {
		return new ShutdownBudget(this.worstCase.plus(other.worstCase),
				Stream.concat(this.unbounded.stream(), other.unbounded.stream()).toList());
	}

}
