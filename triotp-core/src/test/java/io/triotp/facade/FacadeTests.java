package io.triotp.facade;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.server.CallException;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * An interface as the client of a server, an object as the server.
 */
class FacadeTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Gate gate = new Gate();

	private final Probe<String> closed = new Probe<>();

	private Counter counter;

	@BeforeEach
	void start() {
		Facade<Counter> facade = Facade.of(Counter.class);
		Supervisor.start(this.node, "shop", SupervisorSpec
			.oneForOne(facade.child("counter", () -> new Count(this.gate, this.closed)).name("counter")));
		this.counter = facade.client(this.node, "counter");
	}

	@AfterEach
	void stop() {
		this.gate.open();
		this.node.close();
	}

	@Test
	void a_method_is_a_call_and_what_it_returns_the_answer() {
		assertThat(this.counter.add(3)).isEqualTo(3);
		assertThat(this.counter.add(4)).isEqualTo(7);
		this.counter.reset();
		assertThat(this.counter.add(1)).isOne();
		assertThat(this.counter.names("a", "b")).containsExactly("a", "b");
	}

	@Test
	void a_method_whose_caller_has_no_time_left_breaks_off_the_call_and_the_object_goes_on() throws Throwable {
		Facade<Counter> facade = Facade.of(Counter.class);
		Supervisor.start(this.node, "other",
				SupervisorSpec.oneForOne(facade.child("slow", () -> new Count(this.gate, this.closed)).name("slow")));
		Counter slow = facade.client(this.node, "slow");
		Future<?> holds = Probe.async(() -> {
			slow.hang();
			return null;
		});
		this.gate.awaitReached();
		this.counter.add(5);
		Pid object = this.node.whereis("counter").orElseThrow();
		Counter impatient = facade.client(this.node, "counter", Duration.ofMillis(100));
		Future<String> asked = Probe.async(() -> impatient.ask(slow));
		this.time.awaitParked(2);
		this.time.advance(Duration.ofMillis(100));
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(asked));
		assertThat(this.counter.add(1)).isEqualTo(6);
		assertThat(this.node.whereis("counter")).contains(object);
		this.gate.open();
		Probe.get(holds);
	}

	@Test
	void a_method_that_exits_ends_the_object_with_that_reason_and_not_its_caller() {
		Pid object = this.node.whereis("counter").orElseThrow();
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(this.counter::leave);
		assertThat(Probe.exitOf(this.node, object)).isEqualTo(ExitReason.shutdown());
	}

	@Test
	void methods_run_one_at_a_time_in_the_process_of_the_object() throws Throwable {
		List<Future<Integer>> callers = IntStream.range(0, 20)
			.mapToObj((i) -> Probe.async(() -> this.counter.add(1)))
			.toList();
		List<Integer> sums = new ArrayList<>();
		for (Future<Integer> caller : callers) {
			sums.add(Probe.get(caller));
		}
		assertThat(sums).containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
		assertThat(this.counter.runsIn()).isEqualTo(this.node.whereis("counter").orElseThrow().toString());
	}

	@Test
	void a_one_way_method_is_a_cast() {
		this.counter.hang();
		this.counter.addLater(5);
		this.counter.addLater(6);
		this.gate.awaitReached();
		this.gate.open();
		assertThat(this.counter.add(0)).isEqualTo(11);
	}

	@Test
	void an_exception_that_is_declared_comes_back_as_itself_and_the_object_goes_on() {
		this.counter.add(3);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.counter.read("nothing"))
			.withMessage("no nothing");
		assertThat(this.counter.add(0)).isEqualTo(3);
	}

	@Test
	void any_other_comes_back_as_itself_too_and_the_object_is_made_anew() {
		this.counter.add(3);
		Await.restart(this.node, "counter",
				() -> assertThatIllegalStateException().isThrownBy(() -> this.counter.add(-1)).withMessage("negative"));
		assertThat(this.counter.add(0)).isZero();
	}

	@Test
	void what_a_one_way_method_throws_is_a_crash() {
		this.counter.add(3);
		Await.restart(this.node, "counter", () -> this.counter.addLater(-1));
		assertThat(this.counter.add(0)).isZero();
	}

	@Test
	void a_default_method_runs_in_the_process_too() {
		assertThat(this.counter.twice(4)).isEqualTo(8);
		assertThat(this.counter.runsInByDefault()).isEqualTo(this.counter.runsIn());
	}

	@Test
	void a_method_that_takes_too_long_fails_as_a_call_that_is_named_after_it() throws Throwable {
		Counter impatient = Facade.of(Counter.class).client(this.node, "counter", Duration.ofSeconds(2));
		this.counter.hang();
		this.gate.awaitReached();
		Future<Integer> asking = Probe.async(() -> impatient.add(1));
		this.time.awaitParked(1);
		this.time.advance(Duration.ofSeconds(2));
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(asking))
			.withMessageContaining(Counter.class.getName() + ".add");
	}

	@Test
	void nobody_there_is_a_failed_call() {
		Counter nobody = Facade.of(Counter.class).client(this.node, "nobody");
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> nobody.add(1));
		nobody.addLater(1);
	}

	@Test
	void what_every_object_has_is_no_message() {
		Facade<Counter> facade = Facade.of(Counter.class);
		assertThat(this.counter).isEqualTo(facade.client(this.node, "counter"))
			.hasSameHashCodeAs(facade.client(this.node, "counter"))
			.isNotEqualTo(facade.client(this.node, "other"))
			.isNotEqualTo("counter")
			.hasToString("Counter of server 'counter'");
	}

	@Test
	void an_object_that_can_be_closed_is_when_its_server_ends() {
		this.node.host().stop(this.node.whereis("counter").orElseThrow(), io.triotp.process.ExitReason.shutdown());
		assertThat(this.closed.await()).isEqualTo("closed");
	}

	@Test
	void reports_name_the_class_of_the_object() {
		assertThat(this.node.view().info(this.node.whereis("counter").orElseThrow()).orElseThrow().behaviour())
			.isEqualTo(Count.class);
	}

	@Test
	void what_cannot_be_a_facade_is_refused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Facade.of(Count.class))
			.withMessageContaining(Count.class.getName());
		assertThatIllegalArgumentException().isThrownBy(() -> Facade.of(Wrong.class)).withMessageContaining("count of");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Facade.of(Counter.class).client(this.node, "counter", Duration.ofSeconds(-1)));
	}

	interface Wrong {

		@OneWay
		int count();

	}

	interface Counter {

		int add(int number);

		@OneWay
		void addLater(int number);

		void reset();

		@OneWay
		void hang();

		List<String> names(String... names);

		String read(String file) throws IOException;

		String runsIn();

		String ask(Counter other);

		void leave();

		default int twice(int number) {
			add(number);
			return add(number);
		}

		default String runsInByDefault() {
			return Self.current().pid().toString();
		}

	}

	static final class Count implements Counter, AutoCloseable {

		private final Gate gate;

		private final Probe<String> closed;

		private int sum;

		Count(Gate gate, Probe<String> closed) {
			this.gate = gate;
			this.closed = closed;
		}

		@Override
		public int add(int number) {
			if (number < 0) {
				throw new IllegalStateException("negative");
			}
			this.sum += number;
			return this.sum;
		}

		@Override
		public void addLater(int number) {
			add(number);
		}

		@Override
		public void reset() {
			this.sum = 0;
		}

		@Override
		public void hang() {
			this.gate.passStubbornly();
		}

		@Override
		public List<String> names(String... names) {
			return List.of(names);
		}

		@Override
		public String read(String file) throws IOException {
			throw new IOException("no " + file);
		}

		@Override
		public String runsIn() {
			return Self.current().pid().toString();
		}

		@Override
		public String ask(Counter other) {
			return other.runsIn();
		}

		@Override
		public void leave() {
			throw Self.current().exit(ExitReason.shutdown());
		}

		@Override
		public void close() {
			this.closed.tell("closed");
		}

	}

}
