package io.triotp.test.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

/**
 * What {@link TriotpSimulation} makes of a test, seen by running tests.
 */
class TriotpSimulationTests {

	private static Events run(String method) {
		return EngineTestKit.engine("junit-jupiter")
			.configurationParameter("junit.jupiter.conditions.deactivate", "*")
			.selectors(selectMethod(Shops.class, method, Simulation.class.getName()))
			.execute()
			.testEvents();
	}

	private static String failure(String method) {
		Events events = run(method);
		events.assertStatistics((count) -> count.started(1).failed(1));
		return events.failed()
			.stream()
			.map((event) -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class))
			.map((result) -> result.getThrowable().orElseThrow().getMessage())
			.findFirst()
			.orElseThrow();
	}

	@AfterEach
	void forget() {
		Shops.seeds.clear();
		List.of("seed", "faults", "clients").forEach((each) -> System.clearProperty("triotp.simulation." + each));
	}

	@Test
	void a_test_is_run_with_each_seed() {
		run("nothing_happens").assertStatistics((count) -> count.started(1).succeeded(1));
		assertThat(Shops.seeds).containsExactly(1L, 2L, 3L, 4L, 5L);
	}

	@Test
	void a_lost_update_is_found_with_no_more_than_two_clients_and_shown_as_a_sequence() {
		assertThat(failure("no_update_is_lost")).contains("updates are lost")
			.contains("It needs no more than 2 clients, 0 faults, ")
			.contains("-Dtriotp.simulation.clients=2")
			.contains("sequenceDiagram", "client 1", "client 2", ": Put[value=");
	}

	@Test
	void what_only_a_crash_breaks_is_found_with_a_single_one() {
		assertThat(failure("nothing_is_forgotten")).contains("It needs no more than 1 client, 1 fault, ");
	}

	@Test
	void one_seed_is_run_again_within_limits() {
		System.setProperty("triotp.simulation.seed", "42");
		System.setProperty("triotp.simulation.clients", "1");
		run("no_update_is_lost").assertStatistics((count) -> count.succeeded(1));
		assertThat(Shops.seeds).containsExactly(42L);
	}

	/** Run by the tests above only. */
	static class Shops {

		static final List<Long> seeds = new ArrayList<>();

		private static ServerRef<Counter> start(Simulation world) {
			seeds.add(world.seed());
			world.start("shop", SupervisorSpec.oneForOne(ChildSpec.server("counter", Counter::new).name("counter"))
				.intensity(new RestartIntensity(1_000_000, Duration.ofSeconds(1))));
			return world.node().server("counter");
		}

		@TriotpSimulation(seeds = 5)
		void nothing_happens(Simulation world) {
			start(world);
			world.run(Duration.ofSeconds(1));
		}

		@TriotpSimulation
		void no_update_is_lost(Simulation world) {
			ServerRef<Counter> counter = start(world);
			AtomicInteger updates = new AtomicInteger();
			world.clients(5, (client) -> {
				int now = counter.call(new Counter.Get());
				counter.call(new Counter.Put(now + 1));
				updates.incrementAndGet();
			});
			world.run(Duration.ofSeconds(1));
			assertThat(world.<Integer>inside(() -> counter.call(new Counter.Get()))).as("updates are lost")
				.isEqualTo(updates.get());
		}

		@TriotpSimulation
		void nothing_is_forgotten(Simulation world) {
			ServerRef<Counter> counter = start(world);
			AtomicInteger last = new AtomicInteger();
			world.faults(Fault.crash(0.02), Fault.slow(0.02));
			world.clients(3, (client) -> {
				int now = counter.call(new Counter.Add(1));
				assertThat(now).isGreaterThan(last.getAndUpdate((before) -> Math.max(before, now)) - 10);
			});
			world.run(Duration.ofSeconds(5));
		}

	}

}
