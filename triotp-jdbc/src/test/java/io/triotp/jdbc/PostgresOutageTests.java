package io.triotp.jdbc;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.triotp.durable.DurableStore;
import io.triotp.durable.StoreOptions;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.server.CallException;
import io.triotp.test.Await;
import io.triotp.virtual.VirtualServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A PostgreSQL that goes, for {@code -Doutage=30} seconds, and comes back, under load.
 */
@EnabledIfEnvironmentVariable(named = "TRIOTP_POSTGRES_CTL", matches = ".+")
class PostgresOutageTests {

	private static final int SECONDS = Integer.getInteger("outage", 5);

	private static final int CLIENTS = 16;

	private static void control(String command) throws IOException, InterruptedException {
		Process control = new ProcessBuilder(System.getenv("TRIOTP_POSTGRES_CTL"), command).inheritIO().start();
		assertThat(control.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(control.exitValue()).isZero();
	}

	@AfterEach
	void start() throws IOException, InterruptedException {
		// Fails if it runs.
		new ProcessBuilder(System.getenv("TRIOTP_POSTGRES_CTL"), "start").start().waitFor();
	}

	@Test
	void callers_are_told_in_time_nothing_is_lost_and_the_tree_recovers_by_itself() throws Exception {
		try (HikariDataSource source = Databases.pool(System.getenv(Databases.POSTGRES)); Node node = Node.start()) {
			Databases.prepare(source);
			Databases.empty(source);
			DurableStore store = DurableStore.of(node, "main", JdbcStateStore.of(source), StoreOptions.defaults());
			VirtualServers<Ledger> servers = Ledger.servers(node, store);
			Pid tree = node.whereis("tree").orElseThrow();
			Map<String, List<Long>> answered = new ConcurrentHashMap<>();
			List<String> strange = Collections.synchronizedList(new ArrayList<>());
			AtomicInteger told = new AtomicInteger();
			AtomicInteger answers = new AtomicInteger();
			AtomicBoolean over = new AtomicBoolean();
			List<Thread> clients = new ArrayList<>();
			List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
			for (int client = 0; client < CLIENTS; client++) {
				String key = "key" + client;
				clients.add(Thread.ofVirtual().start(() -> {
					for (long number = 0; !over.get(); number++) {
						long begun = System.nanoTime();
						try {
							servers.of(key).call(new Ledger.Add(number));
							answers.incrementAndGet();
							answered.computeIfAbsent(key, (same) -> new ArrayList<>()).add(number);
						}
						catch (CallException.ServerExited ex) {
							told.incrementAndGet();
							waits.add(Duration.ofNanos(System.nanoTime() - begun));
							if (!ex.getMessage().contains("store-failed: store 'main' has not served")) {
								strange.add(ex.toString());
							}
						}
						catch (RuntimeException ex) {
							strange.add(ex.toString());
						}
					}
				}));
			}
			try {
				Await.until(() -> answers.get() > 100);
				control("stop");
				assertThat(new CountDownLatch(1).await(SECONDS, TimeUnit.SECONDS)).isFalse();
				assertThat(store.status().serves()).isFalse();
				assertThat(store.status().failingFor()).isGreaterThan(Duration.ofSeconds(SECONDS - 3));
				control("start");
				int before = answers.get();
				Await.until(() -> answers.get() > before + 1000);
			}
			finally {
				over.set(true);
			}
			for (Thread each : clients) {
				each.join();
			}
			assertThat(strange).isEmpty();
			assertThat(told).hasPositiveValue();
			assertThat(store.status().serves()).isTrue();
			assertThat(tree.isAlive()).isTrue();
			Map<String, List<Long>> stored = LedgerAnswers.stored(source);
			answered.forEach((key, numbers) -> assertThat(stored.get(key)).containsSubsequence(numbers));
			stored.values().forEach((numbers) -> assertThat(numbers).doesNotHaveDuplicates());
			System.out.printf("%d s without a database: %d answers, %d told, the last after %s%n", SECONDS,
					answers.get(), told.get(), Collections.max(waits));
			store.close();
		}
	}

}
