package io.triotp.process;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.ServerOptions;
import io.triotp.server.StartException;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Processes that have come and gone leave nothing behind, however many they were.
 */
class ManyLivesTests {

	private static final int LIVES = 1_000_000;

	/** Each so manieth has a name, sets a timer, and is looked for afterwards. */
	private static final int SOME = 1_000;

	private static final int AT_A_TIME = 10_000;

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final ConcurrentLinkedQueue<WeakReference<Object>> remembered = new ConcurrentLinkedQueue<>();

	@AfterEach
	void close() {
		this.node.close();
	}

	private void assertNothingIsLeft(int names) {
		Probe.until(() -> this.node.view().processCount() == 0 && this.node.view().endingCount() == 0);
		assertThat(IntStream.range(0, names)).noneMatch((i) -> this.node.whereis("name" + i).isPresent());
		assertThat(this.time.scheduled()).isZero();
		assertThat(this.node.view().zombieCount()).isZero();
		assertThat(this.remembered).hasSize(names);
		Probe.until(() -> {
			System.gc();
			return this.remembered.stream().allMatch((each) -> each.refersTo(null));
		});
	}

	@Test
	void a_million_processes_leave_nothing() throws Exception {
		Semaphore room = new Semaphore(AT_A_TIME);
		for (int i = 0; i < LIVES; i++) {
			assertThat(room.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
			spawn(i, room);
		}
		assertNothingIsLeft(LIVES / SOME);
	}

	private void spawn(int number, Semaphore room) {
		ShortLife life = new ShortLife(number % SOME == 0, room);
		SpawnOptions options = SpawnOptions.defaults();
		if (number % SOME == 0) {
			options = options.name("name" + number / SOME);
			this.remembered.add(new WeakReference<>(life));
		}
		this.node.spawn(options, life);
	}

	@Test
	void servers_that_do_not_start_leave_nothing() {
		List<Integer> names = IntStream.range(0, 200).boxed().toList();
		names.forEach(this::startInVain);
		assertNothingIsLeft(names.size());
	}

	private void startInVain(int number) {
		Unwilling server = new Unwilling();
		this.remembered.add(new WeakReference<>(server));
		assertThatExceptionOfType(StartException.Failed.class)
			.isThrownBy(() -> GenServer.start(this.node, server, ServerOptions.named("name" + number)));
	}

	private record ShortLife(boolean timed, Semaphore room) implements ProcessBody {

		@Override
		public void run(PlainProcess self) {
			if (this.timed) {
				self.sendAfter(Duration.ofHours(1), "never");
			}
			this.room.release();
		}

	}

	private static final class Unwilling implements GenServer<Object, Call<Unwilling, ?>, Cast<Unwilling>> {

		@Override
		public Object init() {
			self().sendAfter(Duration.ofHours(1), "never");
			throw new IllegalStateException("planted");
		}

	}

}
