package io.triotp.application;

import io.triotp.supervisor.ChildSpec;
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

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a/b", "a\u0007b" })
	void a_name_that_would_spoil_a_path_or_a_terminal_is_refused(String name) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> ApplicationSpec.task(name, () -> {
		}))
			.withMessageStartingWith(
					"An application name must not be blank nor contain '/' or control characters, but is '");
	}

}
