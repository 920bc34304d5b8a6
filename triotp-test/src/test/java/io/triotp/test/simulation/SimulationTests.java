package io.triotp.test.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.triotp.server.CallException;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * One run of a simulated world.
 */
class SimulationTests {

	private static final RestartIntensity MANY = new RestartIntensity(1_000_000, Duration.ofSeconds(1));

	private static void simulate(long seed, Consumer<Simulation> test) {
		Simulation world = new Simulation(seed, Limits.NONE, Duration.ofSeconds(1));
		try {
			world.start("shop",
					SupervisorSpec
						.oneForOne(ChildSpec.server("counter", Counter::new).name("counter"),
								ChildSpec.server("other", Counter::new).name("other"))
						.intensity(MANY));
			test.accept(world);
		}
		finally {
			world.close();
		}
	}

	private static void pause(Simulation world, Duration time) {
		try {
			new Client(1, world.node(), new SplittableRandom()).pause(time);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ServerRef<Counter> counter(Simulation world) {
		return world.node().server("counter");
	}

	@Test
	void code_inside_calls_servers_and_returns_what_they_answer() {
		simulate(1, (world) -> {
			int seven = world.inside(() -> counter(world).call(new Counter.Add(7)));
			assertThat(seven).isEqualTo(7);
		});
	}

	@Test
	void hours_pass_when_nobody_has_anything_to_do() {
		simulate(1, (world) -> {
			world.run(Duration.ofHours(1_000));
			assertThat(world.elapsed()).isGreaterThanOrEqualTo(Duration.ofHours(1_000));
		});
	}

	@Test
	void a_call_times_out_after_its_time_in_the_world() {
		simulate(1, (world) -> {
			Duration before = world.elapsed();
			world.inside(() -> {
				counter(world).cast(new Counter.Do(() -> pause(world, Duration.ofMinutes(1))));
				assertThatExceptionOfType(CallException.TimedOut.class)
					.isThrownBy(() -> counter(world).call(new Counter.Get()));
				return null;
			});
			assertThat(world.elapsed().minus(before)).isEqualTo(Duration.ofSeconds(5));
		});
	}

	@Test
	void two_runs_with_one_seed_take_the_same_steps_and_others_do_not() {
		List<Long> traces = new ArrayList<>();
		for (long seed : new long[] { 5, 5, 6 }) {
			simulate(seed, (world) -> {
				world.faults(Fault.crash(0.01), Fault.slow(0.05), Fault.kill("shop/other", 3));
				world.clients(4, (client) -> counter(world).call(new Counter.Add(1)));
				world.run(Duration.ofSeconds(2));
				traces.add(world.trace());
			});
		}
		assertThat(traces.get(0)).isEqualTo(traces.get(1)).isNotEqualTo(traces.get(2));
	}

	@Test
	void clients_are_at_work_at_the_same_time() {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		simulate(1, (world) -> {
			world.clients(3, (client) -> {
				most.accumulateAndGet(inside.incrementAndGet(), Math::max);
				counter(world).call(new Counter.Get());
				inside.decrementAndGet();
			});
			world.run(Duration.ofSeconds(10));
		});
		assertThat(most).hasValue(3);
	}

	@Test
	void servers_crash_are_killed_and_come_back() {
		simulate(1, (world) -> {
			world.faults(Fault.crash(0.02), Fault.kill("shop/other", 5));
			world.clients(2, (client) -> counter(world).call(new Counter.Get()));
			world.run(Duration.ofSeconds(5));
			assertThat(world.faultCount()).isGreaterThan(5);
			assertThat(world.node().application("shop").orElseThrow().totals().orElseThrow().restarts()).isBetween(5L,
					(long) world.faultCount());
			assertThat(world.<Integer>inside(() -> counter(world).call(new Counter.Add(1)))).isPositive();
		});
	}

	@Test
	void no_fault_happens_beyond_the_limit() {
		Simulation world = new Simulation(1, new Limits(2, 1, Long.MAX_VALUE), Duration.ofSeconds(1));
		world.start("shop",
				SupervisorSpec.oneForOne(ChildSpec.server("counter", Counter::new).name("counter")).intensity(MANY));
		world.faults(Fault.crash(0.5), Fault.slow(0.5));
		world.clients(3, (client) -> counter(world).call(new Counter.Get()));
		world.run(Duration.ofSeconds(5));
		assertThat(world.faultCount()).isEqualTo(2);
		assertThat(world.clientCount()).isEqualTo(1);
		world.close();
	}

	@Test
	void an_invariant_is_looked_at_after_each_step() {
		AtomicInteger calls = new AtomicInteger();
		simulate(1, (world) -> {
			world.clients(1, (client) -> {
				counter(world).call(new Counter.Get());
				calls.incrementAndGet();
			});
			world.always("at most 3 calls", () -> calls.get() <= 3);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> world.run(Duration.ofHours(1)))
				.withMessage("Not so any more: at most 3 calls");
			assertThat(calls).hasValue(4);
		});
	}

	@Test
	void a_client_need_not_care_that_a_server_is_gone() {
		simulate(1, (world) -> {
			world.clients(1, (client) -> client.node().<Counter>server("nobody").call(new Counter.Get()));
			world.run(Duration.ofSeconds(1));
		});
	}

	@Test
	void a_client_that_throws_anything_else_fails_the_run() {
		simulate(1, (world) -> {
			world.clients(1, (client) -> {
				throw new IllegalStateException("no change");
			});
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> world.run(Duration.ofHours(1)))
				.withMessage("A client failed: java.lang.IllegalStateException: no change");
		});
	}

	@Test
	void the_thread_of_the_test_must_not_wait_for_the_world() {
		simulate(1,
				(world) -> assertThatIllegalStateException().isThrownBy(() -> counter(world).call(new Counter.Get()))
					.withMessageContaining("is not part of the simulation"));
	}

	@Test
	void code_inside_that_waits_for_nobody_is_told() {
		simulate(1, (world) -> assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> world.inside(() -> {
			world.node().host().time().park(this);
			return null;
		})).withMessageContaining("does not return: it waits for something that nobody does"));
	}

	@Test
	void a_client_that_waits_for_nobody_is_told() {
		simulate(1, (world) -> {
			world.clients(1, (client) -> world.node().host().time().park(this));
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> world.run(Duration.ofSeconds(1)))
				.withMessage("'client 1' does not end: it waits for something that nobody does")
				.withStackTraceContaining("SimulatedTime.park");
		});
	}

	@Test
	void code_that_goes_on_for_ever_while_no_time_passes_is_told() {
		simulate(1, (world) -> {
			AtomicInteger over = new AtomicInteger();
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> world.inside(() -> {
				while (over.get() == 0) {
					world.node().host().time().park(this, 0);
				}
				return null;
			})).withMessageContaining("no time has passed, and ['code of the test'] go on");
			over.set(1);
		});
	}

	@Test
	void code_that_blocks_where_the_world_cannot_see_it_is_shown_with_its_stack() {
		CountDownLatch never = new CountDownLatch(1);
		simulate(1, (world) -> {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> world.inside(() -> {
				never.await();
				return null;
			})).withMessageContaining("has kept the simulation waiting").withMessageContaining("CountDownLatch.await");
			never.countDown();
		});
	}

}
