package io.triotp.simulation;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationSpec;
import io.triotp.server.CallException;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildStatus;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.test.simulation.Fault;
import io.triotp.test.simulation.Simulation;
import io.triotp.test.simulation.TriotpSimulation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Trees of any form, in which anything crashes at any time: what they promise holds after
 * each step, and when the trouble is over they are as specified.
 */
class TreesInTroubleTests {

	@TriotpSimulation(seeds = 300)
	void every_call_has_one_outcome_and_every_child_is_back_when_the_trouble_is_over(Simulation world) {
		Ledger ledger = new Ledger();
		RandomTree tree = new RandomTree(world.random(), ledger);
		world.start(ApplicationSpec.of("trouble", tree.grow())
			.limits(new RestartIntensity(100_000, Duration.ofSeconds(1))));
		ledger.trouble(true);
		world.faults(Fault.crash(0.02), Fault.slow(0.01, Duration.ofMillis(100)), Fault.kill("trouble", 1));
		world.clients(3, (client) -> {
			long number = ledger.next();
			ServerRef<Accountant> server = client.node().server("s" + client.random().nextInt(tree.servers()));
			try {
				ledger.answered(number, server.call(new Accountant.Entry(number)));
			}
			catch (CallException ex) {
				ledger.failed();
				// Nobody needs so long: who waits for one that has ended is told at once.
				assertThat(ex).isNotInstanceOf(CallException.TimedOut.class);
			}
		});
		world.always("each call is handled at most once, and answered as asked", ledger::isSound);
		world.run(Duration.ofMillis(200));
		assertThat(ledger.faults()).isEmpty();
		ledger.trouble(false);
		world.settle(Duration.ofMinutes(1));
		List<ChildInfo> children = world.node()
			.applications()
			.stream()
			.flatMap((each) -> each.root().stream())
			.flatMap(TreesInTroubleTests::below)
			.toList();
		assertThat(children).isNotEmpty().allSatisfy((child) -> {
			assertThat(child.status()).isEqualTo(ChildStatus.RUNNING);
			assertThat(child.pid().orElseThrow().isAlive()).isTrue();
		});
		// And the application master.
		assertThat(world.node().view().processCount()).isEqualTo(children.size() + 1);
		assertThat(world.node().application("trouble").map(ApplicationInfo::state).orElseThrow().isLive()).isTrue();
	}

	private static Stream<ChildInfo> below(ChildInfo child) {
		return Stream.concat(Stream.of(child),
				child.supervision().stream().flatMap((view) -> view.children()).flatMap(TreesInTroubleTests::below));
	}

}
