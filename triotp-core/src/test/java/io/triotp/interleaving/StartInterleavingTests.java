package io.triotp.interleaving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.triotp.node.Node;
import io.triotp.process.NameTakenException;
import io.triotp.process.Pid;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.ServerOptions;
import io.triotp.server.StartException;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts, while their time runs out, their starter is killed or others start the same.
 */
class StartInterleavingTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	/** Is up when it is let. */
	private static final class Slow implements GenServer<Integer, Call<Slow, ?>, Cast<Slow>> {

		private volatile boolean open;

		private volatile @Nullable Thread waiting;

		@Override
		public Integer init() {
			this.waiting = Thread.currentThread();
			while (!this.open) {
				if (Thread.interrupted()) {
					throw new IllegalStateException("interrupted");
				}
				LockSupport.park(this);
			}
			return 0;
		}

		void open() {
			this.open = true;
			LockSupport.unpark(this.waiting);
		}

	}

	@Interleaved(windows = { "up", "too late" })
	void a_start_that_ends_when_its_time_does_is_up_or_leaves_nothing(Schedule schedule) { // F3
		Node node = schedule.node();
		Slow slow = new Slow();
		List<String> outcomes = new ArrayList<>();
		schedule.together(() -> {
			try {
				outcomes.add("up");
				GenServer.start(node, slow, ServerOptions.defaults().name("slow").startTimeout(SECOND));
			}
			catch (StartException ex) {
				outcomes.set(0, "too late");
			}
		}, () -> schedule.passes(SECOND), slow::open);
		schedule.settle();
		boolean up = outcomes.equals(List.of("up"));
		assertThat(node.whereis("slow").isPresent()).isEqualTo(up);
		assertThat(node.view().processCount()).isEqualTo(up ? 1 : 0);
		outcomes.forEach(schedule::met);
	}

	@Interleaved
	void a_starter_that_is_killed_leaves_no_linked_server_behind(Schedule schedule) {
		Node node = schedule.node();
		Slow slow = new Slow();
		Pid starter = node.spawn((self) -> {
			GenServer.startLink(slow, ServerOptions.defaults().name("slow"));
			self.receive();
		});
		schedule.together(() -> node.kill(starter), slow::open);
		schedule.settle();
		assertThat(node.view().processCount()).isZero();
		assertThat(node.whereis("slow")).isEmpty();
	}

	@Interleaved(windows = { "first", "second" })
	void of_two_servers_with_one_name_one_starts(Schedule schedule) {
		Node node = schedule.node();
		List<String> started = new ArrayList<>();
		List<String> refused = new ArrayList<>();
		schedule.together(() -> start(node, "first", started, refused), () -> start(node, "second", started, refused));
		assertThat(started).hasSize(1);
		assertThat(refused).hasSize(1);
		assertThat(node.view().processCount()).isEqualTo(1);
		started.forEach(schedule::met);
	}

	private static void start(Node node, String who, List<String> started, List<String> refused) {
		try {
			GenServer.start(node, new Desk(), ServerOptions.defaults().name("desk"));
			started.add(who);
		}
		catch (NameTakenException | StartException ex) {
			refused.add(who);
		}
	}

}
