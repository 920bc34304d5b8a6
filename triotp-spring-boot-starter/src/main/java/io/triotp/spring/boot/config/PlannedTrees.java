package io.triotp.spring.boot.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.triotp.spring.boot.config.ApplicationPlan.ChildPlan;
import io.triotp.spring.boot.config.ApplicationPlan.SupervisorPlan;
import io.triotp.spring.boot.lifecycle.DeclaredTrees;
import io.triotp.spring.boot.lifecycle.ShutdownBudget;
import io.triotp.supervisor.Shutdown;
import org.jspecify.annotations.Nullable;

/**
 * What plans tell about trees. The only way back from a specification to its plan: a
 * specification does not show its children.
 * <p>
 * The children of a supervisor stop one after the other, those of a dynamic supervisor
 * all at once.
 *
 * @param plans the plans
 * @param worker the shutdown of workers that do not say
 */
record PlannedTrees(List<ApplicationPlan> plans, Shutdown worker) implements DeclaredTrees {

	PlannedTrees {
		plans = List.copyOf(plans);
	}

	@Override
	public Optional<ShutdownBudget> shutdownBudget(String application) {
		return find(application).map(ApplicationPlan::root)
			.map((root) -> new ShutdownBudget(worstCase(root), unbounded(root).toList()));
	}

	@Override
	public Optional<String> beanOf(String application, String child) {
		return find(application)
			.flatMap((plan) -> plan.allChildren().filter((each) -> each.id().equals(child)).findFirst())
			.map((each) -> (each instanceof ChildPlan.Bean made) ? made.bean().name() : null);
	}

	private Optional<ApplicationPlan> find(String application) {
		return this.plans.stream().filter((plan) -> plan.name().equals(application)).findFirst();
	}

	private Duration worstCase(SupervisorPlan supervisor) {
		return supervisor.children().stream().map(this::worstCase).reduce(Duration.ZERO, Duration::plus);
	}

	private Duration worstCase(ChildPlan child) {
		Shutdown said = child.attributes().shutdown();
		if (said instanceof Shutdown.Within(Duration timeout)) {
			return timeout;
		}
		if (said instanceof Shutdown.BrutalKill) {
			return Duration.ZERO;
		}
		return switch (child) {
			case ChildPlan.Bean bean -> timeout(said);
			case ChildPlan.Tree tree -> worstCase(tree.supervisor());
			case ChildPlan.Dynamic dynamic ->
				(dynamic.template() != null) ? timeout(dynamic.template().attributes().shutdown()) : Duration.ZERO;
		};
	}

	private Duration timeout(@Nullable Shutdown said) {
		return orDefault(said) instanceof Shutdown.Within(Duration timeout) ? timeout : Duration.ZERO;
	}

	private Stream<String> unbounded(SupervisorPlan supervisor) {
		return supervisor.children().stream().flatMap(this::unbounded);
	}

	private Stream<String> unbounded(ChildPlan child) {
		Shutdown said = child.attributes().shutdown();
		if (said != null && !(said instanceof Shutdown.Infinity)) {
			return Stream.empty();
		}
		return switch (child) {
			case ChildPlan.Bean bean -> isUnbounded(bean, said) ? Stream.of(bean.id()) : Stream.empty();
			case ChildPlan.Tree tree -> unbounded(tree.supervisor());
			case ChildPlan.Dynamic dynamic -> (dynamic.template() != null
					&& orDefault(dynamic.template().attributes().shutdown()) instanceof Shutdown.Infinity)
							? Stream.of(dynamic.id()) : Stream.empty();
		};
	}

	/** What a specification made by code says is not known here. */
	private boolean isUnbounded(ChildPlan.Bean child, @Nullable Shutdown said) {
		return child.bean().kind() != BeanKind.CHILD_SPEC && orDefault(said) instanceof Shutdown.Infinity;
	}

	private Shutdown orDefault(@Nullable Shutdown said) {
		return (said != null) ? said : this.worker;
	}

}
