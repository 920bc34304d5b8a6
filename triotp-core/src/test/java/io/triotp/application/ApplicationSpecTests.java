package io.triotp.application;

import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DeclaredChild;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ApplicationSpecTests {

	private static ApplicationSpec task() {
		return ApplicationSpec.task("app", () -> {
		});
	}

	@Test
	void an_application_is_permanent_and_stops_the_node_if_nothing_is_said() {
		ApplicationSpec spec = ApplicationSpec.of("app", SupervisorSpec.oneForOne());
		assertThat(spec.restart()).isEqualTo(Restart.PERMANENT);
		assertThat(spec.limits()).isEqualTo(RestartIntensity.DEFAULT);
		assertThat(spec.onFailure()).isEqualTo(OnFailure.STOP);
		assertThat(spec.dependsOn()).isEmpty();
		assertThat(spec.optionalDependsOn()).isEmpty();
	}

	@Test
	void one_that_may_end_is_only_reported_if_nothing_is_said() {
		assertThat(task().restart(Restart.TRANSIENT).onFailure()).isEqualTo(OnFailure.REPORT);
		assertThat(task().restart(Restart.TEMPORARY).onFailure()).isEqualTo(OnFailure.REPORT);
		assertThat(task().restart(Restart.TRANSIENT).onFailure(OnFailure.STOP).onFailure()).isEqualTo(OnFailure.STOP);
		assertThat(task().onFailure(OnFailure.REPORT).onFailure(null).onFailure()).isEqualTo(OnFailure.STOP);
	}

	@Test
	void the_root_takes_the_name_and_the_restart_rule_of_the_application() {
		ApplicationSpec spec = ApplicationSpec.child("app", ChildSpec.task("other", () -> {
		}).restart(Restart.TEMPORARY)).restart(Restart.TRANSIENT);
		assertThat(spec.root().id()).isEqualTo("app");
		assertThat(spec.root().restart()).isEqualTo(Restart.TRANSIENT);
	}

	@Test
	void an_application_shows_its_declared_tree() {
		ApplicationSpec spec = ApplicationSpec.of("app", SupervisorSpec.oneForOne(ChildSpec.supervisor("inner",
				SupervisorSpec.oneForOne(ChildSpec.dynamicSupervisor("sessions", DynamicSupervisorSpec.defaults())))));
		assertThat(spec.declaredTree()).extracting(DeclaredChild::path)
			.containsExactly("app", "app/inner", "app/inner/sessions");
	}

	@Test
	void what_a_module_makes_is_not_declared_but_its_class_is() {
		ApplicationModule<String> module = (argument) -> {
			throw new AssertionError("nothing is made here");
		};
		assertThat(ApplicationSpec.of("app", module, "argument").declaredTree()).singleElement().satisfies((root) -> {
			assertThat(root.path()).isEqualTo("app");
			assertThat(root.code()).contains(module.getClass());
		});
	}

	@Test
	void a_significant_child_needs_an_automatic_shutdown_before_anything_is_started() { // OTP
																						// V3
		SupervisorSpec root = SupervisorSpec
			.oneForOne(ChildSpec.worker("a", (context) -> null).restart(Restart.TRANSIENT).significant(true));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> ApplicationSpec.of("app", root))
			.withMessage(
					"Child 'a' is significant, but its supervisor has auto-shutdown 'never': it would mean nothing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a/b", "a\u0007b" })
	void a_name_that_would_spoil_a_path_or_a_terminal_is_refused(String name) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> ApplicationSpec.task(name, () -> {
		}))
			.withMessageStartingWith(
					"An application name must not be blank nor contain '/' or control characters, but is '");
	}

}
