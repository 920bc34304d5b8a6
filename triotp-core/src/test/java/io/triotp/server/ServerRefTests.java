package io.triotp.server;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.Envelope;
import io.triotp.server.TestServer.Ask;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class ServerRefTests extends ServerFixture {

	private ServerRef<TestServer> startNamed(String state) {
		return GenServer.start(this.node, new TestServer() {

			@Override
			public String init() {
				return state;
			}

		}, ServerOptions.named("shop"));
	}

	@Test
	void a_reference_by_name_survives_a_restart_and_one_by_pid_does_not() {
		ServerRef<TestServer> byName = ServerRef.named(this.node, "shop");
		ServerRef<TestServer> byPid = startNamed("first");
		assertThat(byName.call(Ask.ping())).isEqualTo("first");
		byPid.stop();
		startNamed("second");
		assertThat(byName.call(Ask.ping())).isEqualTo("second");
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> byPid.call(Ask.ping()));
	}

	@Test
	void a_reference_without_a_node_means_the_node_of_the_process_that_uses_it() {
		startNamed("fresh");
		ServerRef<TestServer> here = ServerRef.named("shop");
		assertThat(Puppet.spawn(this.node).<Object>ask((self) -> here.call(Ask.ping()))).isEqualTo("fresh");
		assertThatIllegalStateException().isThrownBy(() -> here.call(Ask.ping()));
	}

	@Test
	void references_to_the_same_are_equal() {
		ServerRef<TestServer> byPid = startNamed("fresh");
		assertThat(ServerRef.of(this.node, pidOf(byPid))).isEqualTo(byPid).hasSameHashCodeAs(byPid);
		assertThat(ServerRef.named(this.node, "shop")).isEqualTo(ServerRef.named(this.node, "shop"))
			.isNotEqualTo(ServerRef.named("shop"))
			.isNotEqualTo(byPid);
	}

	@Test
	void a_reference_prints_what_it_means() {
		ServerRef<TestServer> byPid = startNamed("fresh");
		assertThat(byPid).hasToString("server shop (" + pidOf(byPid) + ")");
		assertThat(ServerRef.named("shop")).hasToString("server 'shop'");
	}

	@Test
	void null_is_no_message_whether_or_not_anybody_is_there() {
		assertThatNullPointerException().isThrownBy(() -> ServerRef.named(this.node, "nobody").send(null));
		assertThatNullPointerException().isThrownBy(() -> startNamed("fresh").send(null));
		assertThat(deadLetters(DeadLetterReason.NO_PROCESS)).isZero();
	}

	@Test
	void a_server_takes_only_the_requests_of_sys_as_system_messages() {
		ServerRef<TestServer> server = startNamed("fresh");
		Envelope cast = new CastEnvelope(new TestServer.Do((self, state) -> self.stop(BOOM, state)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.node.host().deliverSystem(pidOf(server), cast))
			.withMessageContaining(CastEnvelope.class.getName())
			.withMessageContaining(ServerRefTests.class.getName())
			.withMessageContaining("Sys");
		assertThat(server.call(Ask.ping())).isEqualTo("fresh");
	}

	@Test
	void a_reference_to_nobody_has_no_pid() {
		assertThat(ServerRef.named(this.node, "nobody").pid()).isEmpty();
	}

}
