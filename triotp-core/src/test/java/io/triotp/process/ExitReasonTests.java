package io.triotp.process;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExitReasonTests {

	@Test
	void normal_and_shutdown_are_clean_and_everything_else_is_abnormal() { // OTP V16
		assertThat(ExitReason.normal().isClean()).isTrue();
		assertThat(ExitReason.shutdown().isClean()).isTrue();
		assertThat(ExitReason.shutdown("maintenance").isClean()).isTrue();
		assertThat(ExitReason.killed().isAbnormal()).isTrue();
		assertThat(ExitReason.noProcess().isAbnormal()).isTrue();
		assertThat(ExitReason.failure("disk full").isAbnormal()).isTrue();
		assertThat(ExitReason.crash(new RuntimeException()).isAbnormal()).isTrue();
	}

	@Test
	void only_a_crash_carries_an_exception() {
		RuntimeException cause = new RuntimeException();
		assertThat(ExitReason.crash(cause).exception()).isSameAs(cause);
		assertThat(ExitReason.failure(cause).exception()).isNull();
		assertThat(ExitReason.killed().exception()).isNull();
	}

	@Test
	void there_are_seven_kinds_and_no_other() {
		assertThat(ExitReason.class.isSealed()).isTrue();
		assertThat(ExitReason.class.getPermittedSubclasses()).allMatch(Class::isRecord)
			.extracting(Class::getSimpleName)
			.containsExactlyInAnyOrder("Normal", "Shutdown", "Killed", "NoProcess", "NodeDown", "Crash", "Failure");
	}

	@Test
	void a_reason_prints_in_one_line_whatever_it_carries() {
		assertThat(ExitReason.failure("two\nlines")).hasToString("failure: two\\nlines");
		assertThat(ExitReason.shutdown("two\nlines")).hasToString("shutdown: two\\nlines");
		assertThat(ExitReason.crash(new RuntimeException("two\nlines")))
			.hasToString("java.lang.RuntimeException: two\\nlines");
	}

}
