package io.triotp.server;

import io.triotp.server.TestServer.Ask;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ServerRefTests extends ServerFixture {

	private ServerRef<TestServer> startNamed(String state) {
		return GenServer.start(this.runtime, new TestServer() {

			@Override
			public String init() {
				return state;
			}

		}, ServerOptions.named("shop"));
	}

	@Test
	void a_reference_by_name_survives_a_restart_and_one_by_pid_does_not() {
		ServerRef<TestServer> byName = ServerRef.named(this.runtime, "shop");
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
		assertThat(Puppet.spawn(this.runtime).<Object>ask((self) -> here.call(Ask.ping()))).isEqualTo("fresh");
		assertThatIllegalStateException().isThrownBy(() -> here.call(Ask.ping()));
	}

	@Test
	void references_to_the_same_are_equal() {
		ServerRef<TestServer> byPid = startNamed("fresh");
		assertThat(ServerRef.of(this.runtime, pidOf(byPid))).isEqualTo(byPid).hasSameHashCodeAs(byPid);
		assertThat(ServerRef.named(this.runtime, "shop")).isEqualTo(ServerRef.named(this.runtime, "shop"))
			.isNotEqualTo(ServerRef.named("shop"))
			.isNotEqualTo(byPid);
	}

	@Test
	void a_reference_prints_what_it_means() {
		ServerRef<TestServer> byPid = startNamed("fresh");
		assertThat(byPid).hasToString("server " + pidOf(byPid));
		assertThat(ServerRef.named("shop")).hasToString("server 'shop'");
	}

	@Test
	void a_reference_to_nobody_has_no_pid() {
		assertThat(ServerRef.named(this.runtime, "nobody").pid()).isEmpty();
	}

}
