package io.triotp.process;

import io.triotp.process.ExitPropagation.Effect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole table: 4 reasons, trapping or not, from the parent of a behaviour or not,
 * from itself or not.
 */
class ExitPropagationTests {

	@ParameterizedTest(name = "{0} trapping={1} fromParent={2} fromItself={3} -> {4}")
	@CsvSource(textBlock = """
			# reason, trapping, parent, itself, effect
			normal,   false,    false,  false,  IGNORE
			normal,   false,    true,   false,  IGNORE
			normal,   false,    false,  true,   DIE
			normal,   true,     false,  false,  DELIVER
			normal,   true,     true,   false,  DIE
			normal,   true,     false,  true,   DELIVER
			shutdown, false,    false,  false,  DIE
			shutdown, false,    true,   false,  DIE
			shutdown, false,    false,  true,   DIE
			shutdown, true,     false,  false,  DELIVER
			shutdown, true,     true,   false,  DIE
			shutdown, true,     false,  true,   DELIVER
			killed,   false,    false,  false,  DIE
			killed,   false,    true,   false,  DIE
			killed,   false,    false,  true,   DIE
			killed,   true,     false,  false,  DELIVER
			killed,   true,     true,   false,  DIE
			killed,   true,     false,  true,   DELIVER
			crash,    false,    false,  false,  DIE
			crash,    false,    true,   false,  DIE
			crash,    false,    false,  true,   DIE
			crash,    true,     false,  false,  DELIVER
			crash,    true,     true,   false,  DIE
			crash,    true,     false,  true,   DELIVER
			""")
	void an_exit_signal_is_ignored_delivered_or_deadly(String reason, boolean trapping, boolean parent, boolean itself,
			Effect effect) { // OTP L5 to L10, G22
		assertThat(ExitPropagation.decide(reason(reason), trapping, parent, itself)).isEqualTo(effect);
	}

	private static ExitReason reason(String name) {
		return switch (name) {
			case "normal" -> ExitReason.normal();
			case "shutdown" -> ExitReason.shutdown("with a detail");
			case "killed" -> ExitReason.killed();
			default -> ExitReason.crash(new IllegalStateException("boom"));
		};
	}

}
