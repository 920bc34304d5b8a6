package io.triotp.sample.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.sample.operations.NightShop.Courier;
import io.triotp.sample.operations.NightShop.Deliver;
import io.triotp.sample.operations.NightShop.Importer;
import io.triotp.sample.operations.NightShop.Prices;
import io.triotp.sample.operations.NightShop.Ring;
import io.triotp.sample.operations.NightShop.Till;
import io.triotp.sample.operations.NightShop.Where;
import io.triotp.server.CallException;
import io.triotp.server.ServerRef;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Breaks a shop in five ways for ten minutes, keeps a diary, and then asks over HTTP
 * alone which child broke, when, how often and why, what its supervisor did and what was
 * lost: the answers must be what the diary says. Only on demand, as it takes long:
 * {@code ./mvnw -pl sample-echo-app -am test -Dtest=TenMinutesOfTrouble
 * -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip}, with
 * {@code -Doperations.update=true} to write commands and answers into the page on
 * operations, with {@code -Dtrouble.seconds=60} for a shorter night.
 */
class TenMinutesOfTrouble {

	private static final Duration NIGHT = Duration.ofSeconds(Integer.getInteger("trouble.seconds", 600));

	private static final Duration ROUND = Duration.ofSeconds(15);

	private static final Map<String, String> WHY = Map.of("shop/till", "java.lang.IllegalArgumentException",
			"shop/prices", "java.lang.IllegalStateException", "shop/back/importer", "java.lang.NumberFormatException");

	private static final String SHOP = "/actuator/triotp";

	private final JsonMapper json = new JsonMapper();

	private final Diary diary = new Diary();

	private Node node;

	private Terminal terminal;

	@Test
	void what_broke_when_why_and_what_was_lost_is_told_from_outside() throws IOException {
		try (ConfigurableApplicationContext context = NightShop.open()) {
			this.node = context.getBean(Node.class);
			this.terminal = new Terminal(context);
			Instant begun = Instant.now();
			// At the end nobody is stuck: what will be lost is lost.
			for (int round = 0; round % 4 != 0
					|| Duration.between(begun, Instant.now()).compareTo(NIGHT) < 0; round++) {
				Instant next = Instant.now().plus(ROUND);
				breakThings(round);
				pauseUntil(next);
			}
			compare();
			write();
			context.getBean(NightShop.class).bridge.countDown();
		}
	}

	// what breaks

	private void breakThings(int round) {
		for (int i = 0; i <= round % 3; i++) {
			crash("till", "shop/till", this::ringWrongly);
		}
		losePrices();
		importStock((round % 2 == 0) ? 1 : 3);
		switch (round % 4) {
			case 0 -> stickOnTheBridge(3 + round % 5);
			case 1 -> getRidOf("courier", "shop/courier");
			case 2 -> writeLetters(4 + round % 3);
			default -> getRidOf("mailer", "shop/mailer");
		}
	}

	private void ringWrongly() {
		ServerRef<Till> till = this.node.server("till");
		till.cast(new Ring(-1));
	}

	/** It comes back after five minutes, then after ten. */
	private void losePrices() {
		if (this.node.whereis("prices").isPresent()) {
			ServerRef<Prices> prices = this.node.server("prices");
			prices.cast(Prices.Lose.CONNECTION);
			await(() -> this.node.whereis("prices").isEmpty());
			this.diary.crashed("shop/prices");
		}
		else if (this.diary.crashes.get("shop/prices") > 1) {
			start("shop/prices");
			this.diary.startedByHand++;
		}
	}

	/** The third within a minute is one too many for its supervisor. */
	private void importStock(int times) {
		if (this.node.whereis("importer").isEmpty()) {
			start("shop/back");
			this.diary.startedByHand++;
		}
		for (int i = 0; i < times && this.node.whereis("importer").isPresent(); i++) {
			Pid before = this.node.whereis("importer").orElseThrow();
			ServerRef<Importer> importer = this.node.server("importer");
			importer.cast(new Importer.Load("stock.csv"));
			this.diary.crashed("shop/back/importer");
			await(() -> gaveUp() || replaced("importer", before));
			this.diary.givenUp += gaveUp() ? 1 : 0;
		}
	}

	private boolean gaveUp() {
		return this.node.whereis("importer").isEmpty()
				&& place("shop/back").path("place").path("state").asString().equals("STOPPED");
	}

	private void stickOnTheBridge(int parcels) {
		ServerRef<Courier> courier = this.node.server("courier");
		for (int i = 0; i < parcels; i++) {
			courier.cast(new Deliver("parcel " + i));
		}
		await(() -> isBusy("courier"));
		this.diary.lost("shop/courier Deliver PROCESS_EXITED", parcels - 1);
		try {
			courier.call(new Where("parcel 1"));
		}
		catch (CallException.TimedOut ex) {
			this.diary.lost("shop/courier Where PROCESS_EXITED", 1);
		}
	}

	private void writeLetters(int letters) {
		ServerRef<Courier> mailer = this.node.server("mailer");
		mailer.cast(new Deliver("letter"));
		await(() -> isBusy("mailer"));
		for (int i = 0; i < letters; i++) {
			mailer.cast(new Deliver("letter " + i));
		}
		this.diary.lost("shop/mailer Deliver MAILBOX_FULL", letters - 3);
		this.diary.lost("shop/mailer Deliver PROCESS_EXITED", 3);
	}

	// what the operator does

	private void getRidOf(String name, String path) {
		Pid stuck = this.node.whereis(name).orElseThrow();
		String id = place(path).path("id").asString();
		assertThat(act(id, "kill")).isEqualTo(200);
		await(() -> replaced(name, stuck));
		this.diary.killed++;
	}

	private void start(String path) {
		assertThat(act(place(path).path("id").asString(), "start")).as(path).isEqualTo(200);
	}

	private int act(String id, String action) {
		return this.terminal
			.type("POST", SHOP + "/processes/" + id, "{\"action\":\"" + action + "\",\"reason\":\"it is 3 a.m.\"}")
			.statusCode();
	}

	private JsonNode place(String path) {
		return ask("/place?path=" + path);
	}

	private JsonNode ask(String address) {
		return this.json.readTree(this.terminal.get(SHOP + address));
	}

	// what is told

	private void compare() {
		Map<String, Long> crashes = new TreeMap<>();
		ask("/crashes").path("kinds").forEach((kind) -> {
			if (kind.path("kind").asString().equals("KILLED")) {
				crashes.put("killed", kind.path("count").asLong());
				return;
			}
			crashes.put(kind.path("lastPath").asString(), kind.path("count").asLong());
			Diary.Span span = this.diary.spans.get(kind.path("lastPath").asString());
			assertThat(Instant.parse(kind.path("first").asString())).isBetween(span.first.minusSeconds(1),
					span.first.plusSeconds(1));
			assertThat(Instant.parse(kind.path("last").asString())).isBetween(span.last.minusSeconds(1),
					span.last.plusSeconds(1));
			assertThat(kind.path("exception").path("type").asString())
				.isEqualTo(WHY.get(kind.path("lastPath").asString()));
			assertThat(kind.path("exception").path("where").asString()).contains("NightShop.java:");
		});
		Map<String, Long> expected = new TreeMap<>(this.diary.crashes);
		expected.put("killed", this.diary.killed);
		assertThat(crashes).isEqualTo(expected);
		Map<String, Long> lost = new TreeMap<>();
		ask("/lost").path("messages")
			.forEach((each) -> lost.put(each.path("path").asString() + " "
					+ each.path("message").asString().replaceAll(".*\\$", "") + " " + each.path("reason").asString(),
					each.path("count").asLong()));
		assertThat(lost).isEqualTo(this.diary.lost);
		assertThat(place("shop/till").path("crashes").asLong()).isEqualTo(this.diary.crashes.get("shop/till"));
		assertThat(place("shop/till").path("restarts").asLong()).isEqualTo(this.diary.crashes.get("shop/till"));
		assertThat(ask("/events?type=admin_action&limit=500").path("events").size())
			.isEqualTo(this.diary.killed + this.diary.startedByHand);
		assertThat(ask("/events?type=supervisor_gave_up&limit=500").path("events").size())
			.isEqualTo(this.diary.givenUp);
		System.out.println("The diary says " + this.diary.crashes + ", killed " + this.diary.killed + ", lost "
				+ this.diary.lost + ", started by hand " + this.diary.startedByHand + "; so do the answers");
	}

	private void write() throws IOException {
		String shown = Map
			.of(1, "", 2, "/crashes", 3, "/place?path=shop/back", 4, "/incidents", 5, "/lost", 6,
					"/events?path=shop/prices&limit=12")
			.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((each) -> "$ curl 'localhost:8080" + SHOP + each.getValue()
					+ (each.getValue().contains("?") ? "&" : "?") + "format=text'\n"
					+ Terminal.shown(this.terminal
						.get(SHOP + each.getValue() + (each.getValue().contains("?") ? "&" : "?") + "format=text")))
			.collect(Collectors.joining());
		System.out.println(shown);
		if (Boolean.getBoolean("operations.update")) {
			String page = Files.readString(OperationsPageTests.PAGE);
			int block = page.indexOf("```console\n", page.indexOf(OperationsPageTests.OTHER_PART));
			Files.writeString(OperationsPageTests.PAGE, page.substring(0, block) + "```console\n" + shown
					+ page.substring(page.indexOf("```\n", block + 3)));
		}
	}

	private void crash(String name, String path, Runnable how) {
		Pid before = this.node.whereis(name).orElseThrow();
		how.run();
		await(() -> replaced(name, before));
		this.diary.crashed(path);
	}

	private boolean replaced(String name, Pid before) {
		return this.node.whereis(name).filter((pid) -> !pid.equals(before)).isPresent();
	}

	private boolean isBusy(String name) {
		return this.node.whereis(name)
			.flatMap(this.node.view()::info)
			.filter((info) -> info.state() == ProcessInfo.State.RUNNING && info.current().isPresent())
			.isPresent();
	}

	private static void await(BooleanSupplier condition) {
		Instant end = Instant.now().plusSeconds(30);
		while (!condition.getAsBoolean()) {
			assertThat(Instant.now()).as("in time").isBefore(end);
			LockSupport.parkNanos(1_000_000);
		}
	}

	private static void pauseUntil(Instant moment) {
		for (Duration left = Duration.between(Instant.now(), moment); left
			.isPositive(); left = Duration.between(Instant.now(), moment)) {
			LockSupport.parkNanos(left.toNanos());
		}
	}

	/** What really happened. */
	private static final class Diary {

		private final Map<String, Long> crashes = new TreeMap<>();

		private final Map<String, Span> spans = new TreeMap<>();

		private final Map<String, Long> lost = new TreeMap<>();

		private long killed;

		private int startedByHand;

		private int givenUp;

		private void crashed(String path) {
			Instant now = Instant.now();
			this.crashes.merge(path, 1L, Long::sum);
			this.spans.merge(path, new Span(now, now), (old, last) -> new Span(old.first, last.last));
		}

		private void lost(String what, int count) {
			if (count > 0) {
				this.lost.merge(what, (long) count, Long::sum);
			}
		}

		private record Span(Instant first, Instant last) {
		}

	}

}
