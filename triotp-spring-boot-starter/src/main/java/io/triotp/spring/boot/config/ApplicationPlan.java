package io.triotp.spring.boot.config;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.triotp.application.OnFailure;
import io.triotp.process.MailboxLimit;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Schedule;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.SupervisorSpec;
import org.jspecify.annotations.Nullable;

/**
 * An application as it was declared, found valid, before any of its beans exists.
 *
 * @param name its name
 * @param property where it is declared
 * @param restart whether its root is restarted
 * @param onFailure what happens when it has failed, {@code null} for what that means
 * @param autoStartup whether it is started with the context
 * @param dependsOn the applications that must run before it
 * @param optionalDependsOn the applications that start before it if there are such
 * @param limits how many restarts of its root are allowed
 * @param root its root
 */
record ApplicationPlan(String name, String property, Restart restart, @Nullable OnFailure onFailure,
		boolean autoStartup, List<String> dependsOn, List<String> optionalDependsOn, RestartIntensity limits,
		SupervisorPlan root) {

	Stream<ChildPlan> allChildren() {
		return this.root.allChildren();
	}

	/**
	 * A supervisor.
	 *
	 * @param rules its specification, still without children
	 * @param children its children, in start order
	 */
	record SupervisorPlan(SupervisorSpec rules, List<ChildPlan> children) {

		Stream<ChildPlan> allChildren() {
			return this.children.stream()
				.flatMap((child) -> (child instanceof ChildPlan.Tree tree)
						? Stream.concat(Stream.of(child), tree.supervisor().allChildren()) : Stream.of(child));
		}

	}

	/** A child. */
	sealed interface ChildPlan {

		String id();

		Attributes attributes();

		/**
		 * {@return whether there is a bean that refers to it}
		 */
		default boolean isReferredTo() {
			return !(this instanceof Bean bean) || bean.bean().kind() == BeanKind.GEN_SERVER
					|| bean.bean().kind() == BeanKind.OBJECT;
		}

		/** A child made of a bean. */
		record Bean(String id, ChildBean bean, Attributes attributes,
				@Nullable DurablePlan durable) implements ChildPlan {
		}

		/** A supervisor below a supervisor. */
		record Tree(String id, SupervisorPlan supervisor, Attributes attributes) implements ChildPlan {
		}

		/** A dynamic supervisor; its rules are still without a template. */
		record Dynamic(String id, DynamicSupervisorSpec rules, @Nullable TemplatePlan template,
				Attributes attributes) implements ChildPlan {
		}

		/** Virtual servers. */
		record Virtual(String id, VirtualPlan rules, TemplatePlan template,
				Attributes attributes) implements ChildPlan {
		}

	}

	/** When virtual servers are restarted and let go, {@code null} for the default. */
	record VirtualPlan(RestartIntensity limits, @Nullable Backoff backoff, @Nullable Duration passivateAfter,
			@Nullable Integer maxActive, @Nullable Double heapPressure, @Nullable DurablePlan durable) {
	}

	/** What the children of a dynamic supervisor, or virtual servers, are made of. */
	record TemplatePlan(ChildBean bean, Attributes attributes) {
	}

	/**
	 * What has been said about a child, {@code null} for what has not. Its path is its
	 * name if neither the tree nor a specification made by code gives it one.
	 */
	record Attributes(@Nullable String path, @Nullable String name, @Nullable Restart restart,
			@Nullable Shutdown shutdown, @Nullable Boolean significant, @Nullable Duration startTimeout,
			@Nullable Backoff backoff, @Nullable MailboxLimit mailbox, @Nullable ProbePlan probe,
			@Nullable Schedule schedule) {

		/**
		 * {@return the name the process is registered under, unless code says otherwise}
		 */
		@Nullable String registeredName() {
			return (this.name != null) ? this.name : this.path;
		}

		ChildSpec applyTo(ChildSpec spec) {
			ChildSpec child = (this.restart != null) ? spec.restart(this.restart) : spec;
			child = (this.significant != null) ? child.significant(this.significant) : child;
			String wanted = (this.name != null) ? this.name : (spec.name() == null) ? this.path : null;
			child = (wanted != null) ? child.name(wanted) : child;
			child = (this.shutdown != null) ? child.shutdown(this.shutdown) : child;
			child = (this.startTimeout != null) ? child.startTimeout(this.startTimeout) : child;
			child = (this.backoff != null) ? child.backoff(this.backoff) : child;
			return (this.mailbox != null) ? child.mailbox(this.mailbox) : child;
		}

	}

}
