package io.triotp.virtual;

import java.io.BufferedReader;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Processes;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.PendingReply;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.testing.Gate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Virtual servers that are let go when the heap is too full.
 */
class HeapPressureTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final AtomicReference<@Nullable MemoryUsage> heap = new AtomicReference<>();

	@AfterEach
	void close() {
		this.node.close();
	}

	private static MemoryUsage used(long percent) {
		return new MemoryUsage(0, percent, 100, 100);
	}

	@Test
	void each_collection_that_has_left_too_much_counts_once() {
		HeapPressure pressure = new HeapPressure(0.85, this.heap::get);
		assertThat(pressure.presses()).isZero();
		this.heap.set(used(84));
		assertThat(pressure.presses()).isZero();
		this.heap.set(used(85));
		assertThat(pressure.presses()).isEqualTo(0.85);
		assertThat(pressure.presses()).isZero();
		this.heap.set(used(91));
		assertThat(pressure.presses()).isEqualTo(0.91);
		this.heap.set(used(10));
		assertThat(pressure.presses()).isZero();
		this.heap.set(new MemoryUsage(0, 100, 100, -1));
		assertThat(pressure.presses()).isZero();
	}

	@Test
	void as_many_are_let_go_as_it_takes_and_a_tenth_at_least() {
		HeapPressure pressure = new HeapPressure(0.75, this.heap::get);
		assertThat(pressure.portion(1)).isEqualTo(0.25);
		assertThat(pressure.portion(0.75)).isEqualTo(0.1);
	}

	@Test
	void a_share_that_is_none_is_refused() {
		VirtualSpec<Holder> spec = VirtualSpec.servers((key) -> new Holder());
		for (double each : new double[] { 0, 1, -0.1, Double.NaN }) {
			assertThatIllegalArgumentException().isThrownBy(() -> spec.heapPressure(each))
				.withMessageContaining("heap-pressure must be between 0 and 1");
		}
	}

	@Test
	void those_that_have_been_idle_for_longest_are_let_go_a_tenth_after_each_collection() {
		VirtualServers<Holder> servers = VirtualServers.of(this.node, "holders",
				VirtualSpec.servers((key) -> new Holder()).passivateAfter(Duration.ofDays(1)).heapPressure(0.85),
				this.heap::get);
		Supervisor.start(this.node, "tree", SupervisorSpec.oneForOne(servers.child()));
		for (int i = 0; i < 20; i++) {
			servers.of("s" + i).call(new Hold(1));
			this.time.advance(Duration.ofSeconds(10));
			Await.quiet(this.node);
		}
		this.heap.set(used(90));
		this.time.passUntil(() -> servers.active().size() == 18);
		assertThat(servers.active()).doesNotContain("s0", "s1");
		this.time.advance(Duration.ofMinutes(5));
		Await.quiet(this.node);
		assertThat(servers.active()).hasSize(18);
		this.heap.set(used(89));
		this.time.passUntil(() -> servers.active().size() == 16);
		assertThat(servers.active()).doesNotContain("s2", "s3");
		this.heap.set(used(60));
		this.time.advance(Duration.ofMinutes(5));
		Await.quiet(this.node);
		assertThat(servers.active()).hasSize(16);
	}

	@Test
	void if_all_are_at_work_then_one_is_let_go_when_it_is_idle() {
		VirtualServers<Holder> servers = VirtualServers.of(this.node, "holders",
				VirtualSpec.servers((key) -> new Holder()).passivateAfter(Duration.ofDays(1)).heapPressure(0.85),
				this.heap::get);
		Supervisor.start(this.node, "tree", SupervisorSpec.oneForOne(servers.child()));
		Gate busy = new Gate();
		PendingReply<Integer> held = servers.of("one").sendRequest(new Hold(1, busy));
		busy.awaitReached();
		this.heap.set(used(90));
		this.time.advance(Duration.ofSeconds(30));
		assertThat(servers.active()).hasSize(1);
		busy.open();
		held.await();
		this.time.passUntil(() -> servers.active().isEmpty());
	}

	@Test
	void a_start_that_finds_the_heap_full_does_not_wait_for_the_next_look() {
		VirtualServers<Holder> servers = VirtualServers.of(this.node, "holders",
				VirtualSpec.servers((key) -> new Holder()).passivateAfter(Duration.ofDays(1)).heapPressure(0.85),
				this.heap::get);
		Supervisor.start(this.node, "tree", SupervisorSpec.oneForOne(servers.child()));
		servers.of("one").call(new Hold(1));
		this.heap.set(used(90));
		servers.of("two").call(new Hold(1));
		Await.until(() -> servers.counts().passivations() == 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseSerialGC", "-XX:+UseG1GC", "-XX:+UseParallelGC", "-XX:+UseZGC" })
	@Tag("starts-jvm")
	void more_servers_than_the_heap_can_hold_are_served(String collector) throws Exception {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), collector,
				"-Xmx64m", "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				HeapPressureProgram.class.getName());
		Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (BufferedReader output = jvm.inputReader()) {
			List<String> lines = output.lines().toList();
			assertThat(jvm.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(jvm.exitValue()).as(String.join("\n", lines)).isZero();
		}
		finally {
			jvm.destroyForcibly();
		}
	}

	static final class Holder implements GenServer<byte[], Hold, Cast<Holder>> {

		@Override
		public byte[] init() {
			return new byte[0];
		}

		@Override
		public CallResult<byte[]> handleCall(Hold hold, From from, byte[] state) {
			if (hold.until() != null) {
				hold.until().passStubbornly();
			}
			return reply(hold, hold.bytes(), new byte[hold.bytes()]);
		}

	}

	record Hold(int bytes, @Nullable Gate until) implements Call<Holder, Integer> {

		Hold(int bytes) {
			this(bytes, null);
		}

	}

}
