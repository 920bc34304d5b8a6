package io.triotp.application;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.process.NoSuchNameException;
import io.triotp.server.CallException;
import io.triotp.server.ServerRef;
import io.triotp.server.Sys;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.EchoServer;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What is said of a name that nobody has.
 */
class AbsenceTests extends ApplicationsFixture {

	private void assertWhy(String name, String why) {
		assertThat(this.node.view().whyUnregistered(name)).contains(why);
	}

	@Test
	void nobody_looks_for_the_reason_until_somebody_reads_it() {
		AtomicInteger asked = new AtomicInteger();
		this.node.view().explainUnregistered((name) -> Optional.of(name + " is missed " + asked.incrementAndGet()));
		ServerRef<EchoServer> till = this.node.server("till");
		Throwable called = catchThrowable(() -> till.call(new EchoServer.Echo("a")));
		Throwable sent = catchThrowable(() -> this.node.send("till", "hello"));
		assertThat(asked).hasValue(0);
		assertThat(called).isInstanceOf(CallException.NoServer.class).hasMessageEndingWith(": till is missed 1");
		assertThat(called).hasMessageEndingWith(": till is missed 1");
		assertThat(sent).isInstanceOf(NoSuchNameException.class).hasMessageEndingWith(": till is missed 2");
	}

	@Test
	void an_application_that_has_not_been_started_is_named() {
		assertWhy("shop/till", "no application 'shop' has been started");
	}

	@Test
	void one_that_is_still_being_started_is_named() {
		ChildSpec slow = ChildSpec.resource("slow", () -> {
			this.gate.pass();
			return () -> {
			};
		});
		Probe.async(() -> this.node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(slow))));
		this.gate.awaitReached();
		assertWhy("shop/till", "application 'shop' is still being started");
	}

	@Test
	void one_that_has_been_stopped_is_named_also_for_a_name_of_its_own() {
		this.node.start(app("shop"));
		this.node.start(ApplicationSpec.of("till", SupervisorSpec.oneForOne(this.lives.server("one").name("cashier"))));
		this.node.stop("shop");
		this.node.stop("till");
		assertWhy("shop/till", "application 'shop' has been stopped");
		assertWhy("cashier", "application 'till' has been stopped");
	}

	@Test
	void one_that_has_failed_is_named_with_the_reason() {
		this.node.start(ApplicationSpec.task("shop", () -> {
			throw new IllegalStateException("empty till");
		}).restart(Restart.TRANSIENT));
		assertThat(this.failures.await().name()).isEqualTo("shop");
		assertThat(this.node.view().whyUnregistered("shop/till"))
			.hasValueSatisfying((why) -> assertThat(why).startsWith("application 'shop' has failed: ")
				.contains("IllegalStateException"));
	}

	@Test
	void a_child_that_has_ended_in_an_application_that_runs_is_named() {
		this.node.start(ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(this.lives.server("till").name("shop/till").restart(Restart.TRANSIENT))));
		ServerRef<?> till = this.node.server("shop/till");
		Supervisor.of(this.node, root("shop")).terminateChild("till");
		assertWhy("shop/till",
				"application 'shop' runs, but its child 'shop/till' has no process, it last ended with: shutdown");
		assertWhy("shop/safe", "application 'shop' runs, but has no such process now");
		assertThat(till.pid()).isEmpty();
	}

	@Test
	void a_name_that_belongs_to_no_application_is_not_explained() {
		this.node.start(app("shop"));
		assertThat(this.node.view().whyUnregistered("till")).isEmpty();
	}

	@Test
	void whoever_calls_asks_sends_or_stops_is_told() {
		ServerRef<EchoServer> till = this.node.server("shop/till");
		String why = ": no application 'shop' has been started";
		assertThatExceptionOfType(CallException.NoServer.class)
			.isThrownBy(() -> till.call(new EchoServer.Echo("hello")))
			.withMessageEndingWith("nobody is registered under this name" + why);
		assertThatExceptionOfType(CallException.NoServer.class)
			.isThrownBy(() -> till.sendRequest(new EchoServer.Echo("hello")).await())
			.withMessageEndingWith(why);
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(till::stop)
			.withMessageEndingWith("it is not running" + why);
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> Sys.of(till).getStatus())
			.withMessageEndingWith(why);
		assertThatExceptionOfType(NoSuchNameException.class).isThrownBy(() -> this.node.send("shop/till", "hello"))
			.withMessage("No process is registered as 'shop/till'" + why);
		assertThat(catchThrowable(() -> this.node.supervisor("shop/tills").children()))
			.isInstanceOf(CallException.NoServer.class)
			.hasMessageEndingWith(why);
	}

}
