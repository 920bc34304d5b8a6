package io.triotp.sample.guides;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.SystemMessage;
import io.triotp.sample.EchoServer;
import io.triotp.sample.EchoServer.Echo;
import io.triotp.server.CallException;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import io.triotp.test.Faults;
import io.triotp.test.NodeAssert;
import io.triotp.test.TestProbe;
import io.triotp.test.TriotpTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The code of the guide on testing.
 */
// tag::node[]
@TriotpTest
class TestingGuideTests {

	private ServerRef<EchoServer> echo;

	@BeforeEach
	void start(Node node) {
		node.start(ApplicationSpec.of("app",
				SupervisorSpec.oneForOne(ChildSpec.server("echo", EchoServer::new).name("echo"))));
		this.echo = node.server("echo");
	}

	@Test
	void it_says_what_it_hears() {
		assertThat(this.echo.call(new Echo("hello"))).isEqualTo("hello");
	}
	// end::node[]

	// tag::restart[]
	@Test
	void it_is_there_again_after_a_crash(Node node) {
		Await.restart(node, "echo", () -> assertThatExceptionOfType(CallException.ServerExited.class)
			.isThrownBy(() -> this.echo.call(new EchoServer.Crash())));
		assertThat(this.echo.call(new Echo("again"))).isEqualTo("again");
		Await.quiet(node);
		NodeAssert.assertThat(node).isRunning("app/echo").hasRestarted("app/echo", 1);
	}
	// end::restart[]

	// tag::faults[]
	@Test
	void what_waits_for_it_when_it_dies_is_lost(Node node) {
		Pid pid = this.echo.pid().orElseThrow();
		try (Faults.Held held = Faults.hold(node, pid)) {
			Faults.fill(node, pid, new EchoServer.Stop(), 3);
			Await.restart(node, "echo", () -> Faults.crash(node, pid, new IllegalStateException("power cut")));
		}
		Await.quiet(node);
		NodeAssert.assertThat(node).isRunning("app/echo");
	}
	// end::faults[]

	// tag::probe[]
	@Test
	void whoever_watches_it_hears_why_it_ended(Node node) {
		TestProbe watcher = TestProbe.spawn(node);
		Pid pid = this.echo.pid().orElseThrow();
		watcher.run((self) -> self.monitor(pid));
		this.echo.cast(new EchoServer.Stop());
		assertThat(watcher.await(SystemMessage.Down.class).reason()).isEqualTo(ExitReason.normal());
		assertThat(watcher.rest()).isEmpty();
	}
	// end::probe[]

}
