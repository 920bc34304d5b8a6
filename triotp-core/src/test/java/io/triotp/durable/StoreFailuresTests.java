package io.triotp.durable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.Reminder;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.TestStore;
import io.triotp.test.TestStore.Fault;
import io.triotp.testing.Probe;
import io.triotp.time.TimeSource;
import io.triotp.virtual.VirtualServers;
import io.triotp.virtual.VirtualSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that fails most of the time, before or after it has stored, under servers that
 * are killed now and then, in a time that goes a thousand times as fast.
 * {@code -Dfailures=1000000} goes on until it has failed as often.
 */
class StoreFailuresTests {

	private static final int FAILURES = Integer.getInteger("failures", 5000);

	private static final int CLIENTS = 64;

	private static final int NUMBERS = 40;

	private final AtomicInteger failures = new AtomicInteger();

	private final AtomicInteger answers = new AtomicInteger();

	private final AtomicInteger unanswered = new AtomicInteger();

	private final AtomicInteger kills = new AtomicInteger();

	private final AtomicInteger reminders = new AtomicInteger();

	private final AtomicReference<Throwable> wrong = new AtomicReference<>();

	@Test
	@Timeout(value = 2, unit = TimeUnit.HOURS)
	void nothing_answered_or_to_be_reminded_of_is_lost_or_done_twice_however_often_the_store_fails()
			throws InterruptedException {
		int rounds = 0;
		while (this.failures.get() < FAILURES) {
			round();
			rounds++;
		}
		System.out.printf(
				"%d injected failures in %d rounds: %d answers, %d calls not answered, %d kills, %d reminders%n",
				this.failures.get(), rounds, this.answers.get(), this.unanswered.get(), this.kills.get(),
				this.reminders.get());
		assertThat(this.answers).hasValueGreaterThan(FAILURES / 100);
	}

	private void round() throws InterruptedException {
		TestStore states = new TestStore();
		states.faults(this::fault);
		try (Node node = Node.start(NodeOptions.defaults().startTimeout(Duration.ofHours(1)).time(new FastTime()))) {
			DurableStore store = DurableStore.of(node, "main", states,
					StoreOptions.defaults().batch(4).commitTimeout(Duration.ofMinutes(1)));
			VirtualServers<Tally> servers = VirtualServers.of(node, "tallies",
					VirtualSpec.<Tally>servers((key) -> new Tally())
						.intensity(new RestartIntensity(1_000_000, Duration.ofSeconds(1)))
						.backoff(null)
						.durable(new Durability<>(store, "tally", new Codec())));
			Supervisor.start(node, "tree", SupervisorSpec.oneForOne(servers.child()));
			List<Thread> clients = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				String key = "key" + i;
				clients.add(Thread.ofVirtual().start(() -> {
					try {
						client(node, states, servers.of(key), new StateId("tally", key));
					}
					catch (Throwable ex) {
						this.wrong.set(ex);
					}
				}));
			}
			for (Thread each : clients) {
				each.join();
			}
			Probe.until(() -> IntStream.range(0, CLIENTS)
				.mapToObj((i) -> tally(states, new StateId("tally", "key" + i)))
				.allMatch((tally) -> tally.reminded().size() == tally.numbers().size()));
			for (int i = 0; i < CLIENTS; i++) {
				Numbers tally = tally(states, new StateId("tally", "key" + i));
				assertThat(tally.reminded()).containsExactlyInAnyOrderElementsOf(tally.numbers());
				this.reminders.addAndGet(tally.reminded().size());
			}
			store.close();
		}
		assertThat(this.wrong).hasValue(null);
	}

	private Fault fault() {
		Fault fault = switch (ThreadLocalRandom.current().nextInt(4)) {
			case 0 -> Fault.NONE;
			case 1 -> Fault.AFTER;
			default -> Fault.BEFORE;
		};
		if (fault != Fault.NONE) {
			this.failures.incrementAndGet();
		}
		return fault;
	}

	private void client(Node node, TestStore states, ServerRef<Tally> server, StateId id) {
		Random random = ThreadLocalRandom.current();
		List<Integer> acknowledged = new ArrayList<>();
		for (int number = 0; number < NUMBERS; number++) {
			try {
				server.call(new Add(number), Duration.ofMinutes(10));
				acknowledged.add(number);
				this.answers.incrementAndGet();
				assertThat(stored(states, id)).contains(number);
			}
			catch (CallException ex) {
				this.unanswered.incrementAndGet();
			}
			if (random.nextInt(30) == 0) {
				this.kills.incrementAndGet();
				server.pid().ifPresent((Pid pid) -> node.kill(pid));
			}
		}
		List<Integer> numbers = stored(states, id);
		assertThat(numbers).doesNotHaveDuplicates();
		assertThat(numbers.stream().filter(acknowledged::contains)).isEqualTo(acknowledged);
	}

	private static List<Integer> stored(TestStore states, StateId id) {
		return tally(states, id).numbers();
	}

	private static Numbers tally(TestStore states, StateId id) {
		return states.stored(id)
			.map((stored) -> new Codec().decode(stored.bytes(), 1))
			.orElse(new Numbers(List.of(), List.of()));
	}

	/** What was added, and what of that it was reminded of. */
	private record Numbers(List<Integer> numbers, List<Integer> reminded) {

		Numbers plus(int number) {
			return new Numbers(plus(this.numbers, number), this.reminded);
		}

		Numbers remindedOf(int number) {
			return new Numbers(this.numbers, plus(this.reminded, number));
		}

		private static List<Integer> plus(List<Integer> numbers, int number) {
			List<Integer> all = new ArrayList<>(numbers);
			all.add(number);
			return Collections.unmodifiableList(all);
		}

	}

	private record Add(int number) implements Call<Tally, Integer> {
	}

	private static final class Tally implements GenServer<Numbers, Add, Cast<Tally>> {

		@Override
		public Numbers init() {
			return new Numbers(List.of(), List.of());
		}

		@Override
		public CallResult<Numbers> handleCall(Add request, From from, Numbers state) {
			return reply(request, state.numbers().size() + 1, state.plus(request.number()))
				.remind(Integer.toString(request.number()), Duration.ofMillis(request.number() * 100L));
		}

		@Override
		public Next<Numbers> handleInfo(Object message, Numbers state) {
			return next(state.remindedOf(Integer.parseInt(((Reminder) message).name())));
		}

	}

	private static final class Codec implements StateCodec<Numbers> {

		@Override
		public int schema() {
			return 1;
		}

		@Override
		public byte[] encode(Numbers state) {
			return (text(state.numbers()) + ";" + text(state.reminded())).getBytes(StandardCharsets.US_ASCII);
		}

		private static String text(List<Integer> numbers) {
			return String.join(",", numbers.stream().map(String::valueOf).toList());
		}

		@Override
		public Numbers decode(byte[] bytes, int schema) {
			String[] parts = new String(bytes, StandardCharsets.US_ASCII).split(";", -1);
			return new Numbers(numbers(parts[0]), numbers(parts[1]));
		}

		private static List<Integer> numbers(String text) {
			return text.isEmpty() ? List.of() : Stream.of(text.split(",")).map(Integer::valueOf).toList();
		}

	}

	/** A thousand times as fast as that of the machine. */
	private static final class FastTime implements TimeSource {

		private static final int FASTER = 1000;

		private final TimeSource real = TimeSource.system();

		private final Instant begin = this.real.instant();

		private final long beginNanos = nanoTime();

		@Override
		public long nanoTime() {
			return this.real.nanoTime() * FASTER;
		}

		@Override
		public Instant instant() {
			return this.begin.plusNanos(nanoTime() - this.beginNanos);
		}

		@Override
		public Scheduled schedule(long delayNanos, Runnable task) {
			return this.real.schedule(delayNanos / FASTER, task);
		}

		@Override
		public void report(Runnable task) {
			this.real.report(task);
		}

		@Override
		public void park(Object blocker, long nanos) {
			this.real.park(blocker, nanos / FASTER);
		}

		@Override
		public void close() {
			this.real.close();
		}

	}

}
