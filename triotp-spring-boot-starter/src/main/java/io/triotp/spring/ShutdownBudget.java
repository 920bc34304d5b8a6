package io.triotp.spring;

import java.time.Duration;
import java.util.stream.Stream;

import io.triotp.spring.ApplicationPlan.ChildPlan;
import io.triotp.spring.ApplicationPlan.SupervisorPlan;
import io.triotp.supervisor.Shutdown;
import org.jspecify.annotations.Nullable;

/**
 * How long a tree may take to stop. The children of a supervisor stop one after the
 * other, those of a dynamic supervisor all at once.
 *
 * @param worker the shutdown of workers that do not say
 */
record ShutdownBudget(Shutdown worker) {

	Duration worstCase(SupervisorPlan supervisor) {
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

	/**
	 * {@return the ids of the workers that may take for ever}
	 */
	Stream<String> unbounded(SupervisorPlan supervisor) {
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
