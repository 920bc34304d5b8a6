package io.triotp.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.test.ManualTime;
import io.triotp.testing.LogProbe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said of the JDK when a node starts.
 */
class KnownJdkBugsTests {

	private static void startOn(String jdk) {
		NodeOptions options = NodeOptions.defaults().name("shop").time(new ManualTime());
		LocalNode.create(options, Runtime.Version.parse(jdk)).close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "25", "25+36-LTS", "25.0.1+8-LTS", "25.0.2", "26+35", "26.0.0.1" })
	void a_jdk_that_loses_wake_ups_is_told_with_the_bug_and_what_to_do(String jdk) {
		try (LogProbe log = new LogProbe(KnownJdkBugs.class.getName())) {
			startOn(jdk);
			ILoggingEvent event = log.await();
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage()).contains("Node 'shop'", "Java " + jdk + ",", "JDK-8369227",
					"25.0.3", "26.0.1");
			assertThat(log.rest()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "21.0.5+11", "24.0.2", "25.0.3+9-LTS", "25.0.4.1", "25.1", "26.0.1", "26.1", "27-ea+5", "27" })
	void a_good_jdk_is_not_worth_a_line(String jdk) {
		try (LogProbe log = new LogProbe(KnownJdkBugs.class.getName())) {
			startOn(jdk);
			assertThat(log.rest()).isEmpty();
		}
	}

}
