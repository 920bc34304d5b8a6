package io.triotp.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.triotp.application.ApplicationSpec;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.SpawnOptions;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is over leaves nothing behind.
 */
class NothingLeftTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static ApplicationSpec shop() {
		return ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(ChildSpec.server("till", Till::new).name("till"),
						ChildSpec.supervisor("floor",
								SupervisorSpec.oneForAll(ChildSpec.server("cart", Till::new).name("cart"),
										ChildSpec.process("door", PlainProcess::receive).name("door")))));
	}

	/** A look at them that takes no stack traces. */
	private static List<Thread> threads(Predicate<Thread> wanted) {
		ThreadGroup all = Thread.currentThread().getThreadGroup();
		while (all.getParent() != null) {
			all = all.getParent();
		}
		Thread[] present = new Thread[2 * all.activeCount() + 16];
		int count = all.enumerate(present);
		List<Thread> found = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			if (present[i].getName().startsWith("triotp") && wanted.test(present[i])) {
				found.add(present[i]);
			}
		}
		return found;
	}

	@Test
	void of_a_node_that_was_closed_neither_processes_nor_names_nor_timers_nor_threads() {
		Set<Thread> before = Set.copyOf(threads((thread) -> true));
		Node node = Node.start(NodeOptions.defaults());
		node.start(shop());
		Pid alone = node.spawn(SpawnOptions.defaults().name("alone"), (self) -> {
			self.sendEvery(Duration.ofMillis(1), "tick");
			self.receiveMatching("never"::equals);
		});
		node.kill(node.whereis("cart").orElseThrow());
		Probe.until(() -> node.whereis("cart").isPresent());
		assertThat(threads((thread) -> !before.contains(thread))).isNotEmpty();
		node.close();
		assertThat(alone.isAlive()).isFalse();
		assertThat(node.view().processes()).isEmpty();
		assertThat(List.of("shop", "till", "cart", "door", "alone"))
			.noneMatch((name) -> node.whereis(name).isPresent());
		Probe.until(() -> node.view().zombieCount() == 0);
		Probe.until(() -> threads((thread) -> !before.contains(thread)).isEmpty());
	}

	@Test
	void of_an_application_that_was_stopped_neither_processes_nor_names_nor_timers() {
		ManualTime time = new ManualTime();
		try (Node node = Node.start(NodeOptions.defaults().time(time))) {
			int before = time.scheduled();
			node.start(shop());
			assertThat(time.scheduled()).isGreaterThan(before);
			node.stop("shop");
			assertThat(node.view().processes()).isEmpty();
			assertThat(List.of("shop", "till", "cart", "door")).noneMatch((name) -> node.whereis(name).isPresent());
			Probe.until(() -> time.scheduled() == before);
		}
	}

	private static final class Till implements GenServer<String, Call<Till, ?>, Cast<Till>> {

		@Override
		public String init() {
			self().sendAfter(HOUR, "later");
			self().sendEvery(HOUR, "again and again");
			return "";
		}

		@Override
		public Next<String> handleInfo(Object message, String state) {
			return next(state);
		}

	}

}
