package io.triotp.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessDetails;
import io.triotp.process.ProcessInfo;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildStatus;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random trees in which everything fails for every reason while all kinds of callers
 * send, call, kill and ask ({@code -Dchaos=100000}: so many crashes). When it is over the
 * ledger adds up to the last message, every child runs, and nothing else is there.
 */
@EnabledIfSystemProperty(named = "chaos", matches = "[0-9]+")
class ChaosSuite {

	private static final int A_TREE = 25_000;

	/** Of messages and calls for each crash; more than are ever needed. */
	private static final int FOR_EACH = 40;

	private static final RestartIntensity ANY = new RestartIntensity(1_000_000, Duration.ofSeconds(1));

	@Test
	@Timeout(value = 1, unit = TimeUnit.DAYS) // stands in for that of a single test
	void nothing_is_lost_left_over_or_handled_twice() throws Exception {
		((Logger) LoggerFactory.getLogger("io.triotp")).setLevel(Level.OFF);
		long crashes = Long.getLong("chaos", A_TREE);
		long seed = Long.getLong("seed", new SplittableRandom().nextLong(1_000_000_000));
		for (long done = 0; done < crashes; seed++) {
			long begin = System.nanoTime();
			Ledger ledger = run(seed, Math.min(A_TREE, crashes - done));
			done += ledger.crashes();
			double seconds = (System.nanoTime() - begin) / 1e9;
			System.out.printf("seed %d: %s; %.1f s, %,.0f crashes a second%n", seed, ledger, seconds,
					ledger.crashes() / seconds);
		}
	}

	private static Ledger run(long seed, long crashes) throws InterruptedException {
		SplittableRandom random = new SplittableRandom(seed);
		Ledger ledger = new Ledger((int) Math.max(crashes * FOR_EACH, 100_000));
		Chaos chaos = new Chaos(random.nextLong(), ledger);
		Node node = Node.start(NodeOptions.defaults().name("chaos"));
		try {
			node.view().addListener(ledger);
			node.start(ApplicationSpec.of("chaos", chaos.tree()).limits(ANY));
			long names = node.view().processes().mapToLong((each) -> each.names().size()).sum();
			chaos.begin();
			crowd(node, chaos, ledger, random, () -> ledger.crashes() >= crashes);
			chaos.end();
			settle(node, ledger, seed);
			assertThat(ledger.faults(node.view())).as("seed %d, %s", seed, ledger).isEmpty();
			assertWhole(node, names, seed);
		}
		finally {
			node.close();
		}
		assertThat(node.view().processCount()).as("processes of a closed node, seed %d", seed).isZero();
		assertThat(node.view().zombieCount()).as("zombies of a closed node, seed %d", seed).isZero();
		return ledger;
	}

	/** Virtual threads, platform threads and processes, all at once. */
	private static void crowd(Node node, Chaos chaos, Ledger ledger, SplittableRandom random, BooleanSupplier enough)
			throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		List<Pid> processes = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			Client client = new Client(node, chaos, ledger, random.split(), enough);
			switch (i % 3) {
				case 0 -> threads.add(Thread.ofVirtual().start(client));
				case 1 -> threads.add(Thread.ofPlatform().start(client));
				default -> processes.add(node.spawn((self) -> client.run()));
			}
		}
		for (Thread thread : threads) {
			thread.join();
		}
		for (Pid process : processes) {
			Await.until(() -> !process.isAlive());
		}
	}

	/** Waits until every child runs and has nothing to do. */
	private static void settle(Node node, Ledger ledger, long seed) {
		try {
			Await.until(() -> children(node).allMatch(ChaosSuite::runs)
					&& node.view().processes().allMatch((each) -> each.mailboxSize() == 0));
			Await.quiet(node);
		}
		catch (AssertionError ex) {
			throw new AssertionError("seed " + seed + ", " + ledger + ": does not come to rest, with "
					+ children(node).filter((each) -> !runs(each)).toList(), ex);
		}
	}

	private static boolean runs(ChildInfo child) {
		return child.status() == ChildStatus.RUNNING && child.pid().filter(Pid::isAlive).isPresent();
	}

	private static Stream<ChildInfo> children(Node node) {
		return node.applications().stream().flatMap((each) -> each.root().stream()).flatMap(ChaosSuite::below);
	}

	private static Stream<ChildInfo> below(ChildInfo child) {
		return Stream.concat(Stream.of(child),
				child.supervision().stream().flatMap((view) -> view.children()).flatMap(ChaosSuite::below));
	}

	private static void assertWhole(Node node, long names, long seed) {
		// And the application master.
		assertThat(node.view().processCount()).as("processes, seed %d", seed).isEqualTo(children(node).count() + 1);
		assertThat(node.view().processes().mapToLong((each) -> each.names().size()).sum()).as("names, seed %d", seed)
			.isEqualTo(names);
		assertThat(node.view().zombies()).as("zombies, seed %d", seed).isEmpty();
		for (ProcessInfo each : node.view().processes().toList()) {
			ProcessDetails bonds = node.view().details(each.pid()).orElseThrow();
			assertThat(bonds.timers()).as("timers of %s, seed %d", each.path(), seed).isZero();
			assertThat(bonds.waitsFor()).as("whom %s waits for, seed %d", each.path(), seed).isEmpty();
			assertThat(bonds.monitors().total()).as("monitors of %s, seed %d", each.path(), seed).isZero();
			assertThat(node.view().links(each.pid())).as("links of %s, seed %d", each.path(), seed)
				.allMatch((other) -> other.isAlive() && node.view().links(other).contains(each.pid()));
		}
		assertThat(node.view().processes().filter((each) -> each.parent().filter(Pid::isAlive).isEmpty()))
			.as("orphans, seed %d", seed)
			.extracting(ProcessInfo::path)
			.hasSize(1);
	}

}
