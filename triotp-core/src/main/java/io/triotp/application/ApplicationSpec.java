package io.triotp.application;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStart;
import io.triotp.supervisor.ChildType;
import io.triotp.supervisor.DeclaredChild;
import io.triotp.supervisor.DeclaredTree;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.supervisor.TaskBody;
import io.triotp.supervisor.TreeLint;
import io.triotp.supervisor.TreeRemark;
import org.jspecify.annotations.Nullable;

/**
 * The specification of an application: a name and the root of a supervision tree.
 *
 * @param name its name, also the first part of all paths in its tree
 * @param root the child it runs, usually a supervisor
 * @param restart whether the root is restarted when it ends
 * @param limits how many restarts of the root are allowed before the application fails
 * @param dependsOn the applications that must run before it starts; they are stopped
 * after it
 * @param optionalDependsOn the applications that, if present, are started before it and
 * stopped after it; it also starts without them (OTP A4)
 * @param onFailure what happens when it fails
 */
public record ApplicationSpec(String name, ChildSpec root, Restart restart, RestartIntensity limits,
		List<String> dependsOn, List<String> optionalDependsOn, OnFailure onFailure) {

	/** The root gets the name of the application. */
	private static final String ANY_ID = "root";

	public ApplicationSpec {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(root, "root");
		Place.requirePart("An application name", name);
		Objects.requireNonNull(restart, "restart");
		Objects.requireNonNull(limits, "limits");
		Objects.requireNonNull(onFailure, "onFailure");
		dependsOn = List.copyOf(Objects.requireNonNull(dependsOn, "dependsOn"));
		optionalDependsOn = List.copyOf(Objects.requireNonNull(optionalDependsOn, "optionalDependsOn"));
		root = root.id(name).restart(restart).significant(restart != Restart.PERMANENT);
	}

	private static ApplicationSpec of(String name, ChildSpec root) {
		return new ApplicationSpec(name, root, Restart.PERMANENT, RestartIntensity.DEFAULT, List.of(), List.of(),
				OnFailure.STOP);
	}

	/**
	 * {@return a permanent application that runs a supervisor}
	 * @param name its name
	 * @param root the supervisor
	 */
	public static ApplicationSpec of(String name, SupervisorSpec root) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(root, "root");
		return of(name, ChildSpec.supervisor(ANY_ID, root));
	}

	/**
	 * {@return a permanent application whose supervisor is made from an argument, again
	 * at each start and each restart of its root}
	 * @param <A> the type of the argument
	 * @param name its name
	 * @param module makes the supervisor; if it throws, the application does not start
	 * @param argument passed to the module
	 */
	public static <A extends @Nullable Object> ApplicationSpec of(String name, ApplicationModule<A> module,
			A argument) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(module, "module");
		ChildStart made = new ChildStart.Made(() -> ChildSpec.supervisor(ANY_ID, Objects
			.requireNonNull(module.start(argument), "the application module returned null instead of a supervisor")));
		return of(name, ChildSpec.of(ANY_ID, ChildType.SUPERVISOR, made).code(module.getClass()));
	}

	/**
	 * {@return a permanent application that runs a task, again and again up to its limit;
	 * with {@link #restart} and {@link Restart#TEMPORARY} it runs once, with
	 * {@link Restart#TRANSIENT} until it ends well}
	 * @param name its name
	 * @param root the task
	 */
	public static ApplicationSpec task(String name, TaskBody root) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(root, "root");
		return of(name, ChildSpec.task(ANY_ID, root));
	}

	/**
	 * {@return a permanent application that runs any child}
	 * @param name its name
	 * @param root the child; its id and restart rule become those of the application
	 */
	public static ApplicationSpec child(String name, ChildSpec root) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(root, "root");
		return of(name, root);
	}

	/**
	 * {@return the default for {@link #onFailure()}: {@link OnFailure#STOP} for a
	 * permanent application, {@link OnFailure#REPORT} for others}
	 * @param restart the restart rule of the application
	 */
	public static OnFailure defaultOnFailure(Restart restart) {
		Objects.requireNonNull(restart, "restart");
		return (restart == Restart.PERMANENT) ? OnFailure.STOP : OnFailure.REPORT;
	}

	/**
	 * {@return its declared tree, root first, without starting anything. Children made by
	 * an {@link ApplicationModule} are not included}
	 */
	public List<DeclaredChild> declaredTree() {
		return DeclaredTree.of(Place.applicationMaster(), this.root);
	}

	/**
	 * {@return what is allowed in its declared tree and seldom meant}
	 * @param stopLimit how long a stop of the application may take; Spring gives a phase
	 * 30 seconds unless {@code spring.lifecycle.timeout-per-shutdown-phase} says
	 * otherwise
	 */
	public List<TreeRemark> lint(Duration stopLimit) {
		return TreeLint.of(Place.applicationMaster(), this.root, stopLimit);
	}

	/**
	 * {@return a copy with this restart rule, and with the {@linkplain #defaultOnFailure
	 * default consequence} of a failure for that rule}
	 * @param restart whether the root is restarted when it ends
	 */
	public ApplicationSpec restart(Restart restart) {
		return new ApplicationSpec(this.name, this.root, restart, this.limits, this.dependsOn, this.optionalDependsOn,
				defaultOnFailure(restart));
	}

	/**
	 * {@return a copy with these limits}
	 * @param limits how many restarts of the root are allowed
	 */
	public ApplicationSpec limits(RestartIntensity limits) {
		return new ApplicationSpec(this.name, this.root, this.restart, limits, this.dependsOn, this.optionalDependsOn,
				this.onFailure);
	}

	/**
	 * {@return a copy with these dependencies}
	 * @param names the applications that must run before it starts
	 */
	public ApplicationSpec dependsOn(String... names) {
		Objects.requireNonNull(names, "names");
		return new ApplicationSpec(this.name, this.root, this.restart, this.limits, List.of(names),
				this.optionalDependsOn, this.onFailure);
	}

	/**
	 * {@return a copy with these optional dependencies}
	 * @param names the applications that are started before it, if they are started
	 * together with it
	 */
	public ApplicationSpec optionalDependsOn(String... names) {
		Objects.requireNonNull(names, "names");
		return new ApplicationSpec(this.name, this.root, this.restart, this.limits, this.dependsOn, List.of(names),
				this.onFailure);
	}

	/**
	 * {@return the applications that are started before it and stopped after it: its
	 * dependencies, optional ones included}
	 */
	public List<String> startsAfter() {
		List<String> names = new ArrayList<>(this.dependsOn);
		names.addAll(this.optionalDependsOn);
		return names;
	}

	/**
	 * {@return a copy with this consequence of a failure}
	 * @param onFailure the consequence, {@code null} for the default of the restart rule
	 */
	public ApplicationSpec onFailure(@Nullable OnFailure onFailure) {
		return new ApplicationSpec(this.name, this.root, this.restart, this.limits, this.dependsOn,
				this.optionalDependsOn, (onFailure != null) ? onFailure : defaultOnFailure(this.restart));
	}

}
