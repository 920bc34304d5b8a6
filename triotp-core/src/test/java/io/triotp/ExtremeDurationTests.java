package io.triotp;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.triotp.agent.Agent;
import io.triotp.process.LocalNode;
import io.triotp.process.MailboxLimit;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.Processes;
import io.triotp.server.After;
import io.triotp.server.ServerOptions;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Shutdown;
import io.triotp.task.PollOptions;
import io.triotp.task.Task;
import io.triotp.task.TaskStreamOptions;
import io.triotp.testing.Puppet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The longest durations there are, wherever a duration is taken: the negative one is
 * refused like any negative one, the positive one is as good as for ever.
 */
class ExtremeDurationTests {

	private static final Duration LEAST = Duration.ofSeconds(Long.MIN_VALUE);

	private static final Duration MOST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

	static Stream<Consumer<Duration>> options() {
		return Stream.of((each) -> new RestartIntensity(3, each), Shutdown::within, After.Idle::new,
				PollOptions::within,
				(each) -> TaskStreamOptions.defaults().timeout(each, TaskStreamOptions.OnTimeout.EXIT),
				(each) -> new MailboxLimit(1, MailboxLimit.Overflow.BLOCK, each),
				(each) -> ServerOptions.defaults().startTimeout(each),
				(each) -> NodeOptions.defaults().callTimeout(each),
				(each) -> ChildSpec.process("a", PlainProcess::receive).startTimeout(each),
				(each) -> new Backoff(each, MOST, 2, 0.5, Duration.ZERO).delay(100, 1),
				(each) -> new Backoff(Duration.ofNanos(1), MOST, 2, 0.5, each));
	}

	@ParameterizedTest
	@MethodSource("options")
	void options_refuse_the_one_and_take_the_other(Consumer<Duration> option) {
		assertThatIllegalArgumentException().isThrownBy(() -> option.accept(LEAST)).withMessageContaining("d");
		assertThatNoException().isThrownBy(() -> option.accept(MOST));
	}

	@Test
	void waits_and_timers_refuse_the_one_and_take_the_other() {
		try (Processes node = LocalNode.create()) {
			Pid other = node.spawn(PlainProcess::receive);
			Puppet puppet = Puppet.spawn(node);
			puppet.run((self) -> {
				Task<String> task = Task.asyncNoLink(node, () -> "value");
				List<ThrowingCallable> waits = List.of(() -> self.sendAfter(LEAST, "tick"),
						() -> self.startTimer(LEAST, "tick"), () -> self.sendEvery(LEAST, "tick"),
						() -> node.awaitExit(other, LEAST), () -> task.await(LEAST), () -> task.poll(LEAST));
				waits.forEach((each) -> assertThatIllegalArgumentException().isThrownBy(each)
					.withMessageContaining("-106751991167300d"));
				assertThat(self.sendAfter(MOST, "tick").cancel()).isPresent();
				assertThat(self.startTimer(MOST, "tick").cancel()).isPresent();
				assertThat(self.sendEvery(MOST, "tick").cancel()).isPresent();
				assertThat(task.await(MOST)).isEqualTo("value");
				assertThat(Agent.start(node, () -> 7).<Integer>get((state) -> state, MOST)).isEqualTo(7);
			});
			node.kill(other);
			assertThatNoException().isThrownBy(() -> node.awaitExit(other, MOST));
		}
	}

}
