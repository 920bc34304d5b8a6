package io.triotp.test.simulation;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

/**
 * The program of the guide on simulations.
 */
class TicketOfficeTests {

	@Test
	void two_offices_that_ask_before_they_take_sell_a_seat_twice() {
		String failure = EngineTestKit.engine("junit-jupiter")
			.configurationParameter("junit.jupiter.conditions.deactivate", "*")
			.selectors(selectMethod(Evenings.class, "no_seat_is_sold_twice", Simulation.class.getName()))
			.execute()
			.testEvents()
			.failed()
			.stream()
			.map((event) -> event.getRequiredPayload(TestExecutionResult.class))
			.map((result) -> result.getThrowable().orElseThrow().getMessage())
			.findFirst()
			.orElseThrow();
		assertThat(failure).startsWith("Not so any more: no seat is sold twice")
			.containsPattern("It needs no more than [2-9] clients, 0 faults, ")
			.contains("as theatre/north", "as theatre/south", "as theatre/hall", ": Seats[]", ": Take[]");
	}

	// tag::fixed[]
	@TriotpSimulation
	void no_seat_is_sold_twice_if_the_hall_decides(Simulation world) {
		world.start("theatre", SupervisorSpec.oneForOne(ChildSpec.server("hall", Hall::new).name("hall")));
		ServerRef<Hall> hall = world.node().server("hall");
		AtomicInteger sold = new AtomicInteger();
		world.clients(20, (client) -> {
			if (hall.call(new Hall.TakeIfAny())) {
				sold.incrementAndGet();
			}
		});
		world.always("no seat is sold twice", () -> sold.get() <= 10);
		world.run(Duration.ofMillis(200));
		assertThat(sold).hasValue(10);
	}
	// end::fixed[]

	/** Run by the test above only. */
	static class Evenings {

		// tag::simulation[]
		@TriotpSimulation(seeds = 200)
		void no_seat_is_sold_twice(Simulation world) {
			ServerRef<Hall> hall = world.node().server("hall");
			world.start("theatre",
					SupervisorSpec.oneForOne(ChildSpec.server("hall", Hall::new).name("hall"),
							ChildSpec.server("north", () -> new TicketOffice(hall)).name("north"),
							ChildSpec.server("south", () -> new TicketOffice(hall)).name("south")));
			AtomicInteger sold = new AtomicInteger();
			world.clients(20, (client) -> {
				String office = client.random().nextBoolean() ? "north" : "south";
				if (world.node().<TicketOffice>server(office).call(new TicketOffice.Buy())) {
					sold.incrementAndGet();
				}
			});
			world.always("no seat is sold twice", () -> sold.get() <= 10);
			world.run(Duration.ofMillis(200));
		}
		// end::simulation[]

	}

}
