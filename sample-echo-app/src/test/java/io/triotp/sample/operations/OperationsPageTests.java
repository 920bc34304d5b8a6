package io.triotp.sample.operations;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.triotp.history.HistoryEntry;
import io.triotp.node.Node;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Types the commands of the page on operations into an application in which five things
 * have broken, and holds the answers against those of the page. Run with
 * {@code -Doperations.update=true} to write the answers into the page.
 */
class OperationsPageTests {

	static final Path PAGE = Path.of("").toAbsolutePath().getParent().resolve("docs/operations.md");

	/** From here on the page is written by {@link TenMinutesOfTrouble}. */
	static final String OTHER_PART = "\n## 11. ";

	/** A command and the answer, up to the next command or the end of the block. */
	private static final Pattern COMMAND = Pattern.compile("^\\$ (curl .*)\\n((?:(?!\\$ |```).*\\n)*)",
			Pattern.MULTILINE);

	private static final Pattern METHOD = Pattern.compile("-X (\\w+)");

	private static final Pattern BODY = Pattern.compile("-d '([^']*)'");

	private static final Pattern ADDRESS = Pattern.compile("localhost:8080(/[^' ]*)");

	private static ConfigurableApplicationContext context;

	private static Node node;

	private static long courierId;

	private static Terminal terminal;

	@BeforeAll
	static void breakEverything() {
		context = NightShop.open();
		terminal = new Terminal(context);
		node = context.getBean(Node.class);
		ServerRef<Till> till = node.server("till");
		for (int i = 0; i < 3; i++) {
			crash("till", () -> till.cast(new Ring(-1)));
		}
		ServerRef<Prices> prices = node.server("prices");
		prices.cast(Prices.Lose.CONNECTION);
		await(() -> !node.history().newest(1, (entry) -> entry.type() == HistoryEntry.Type.START_DELAYED).isEmpty());
		ServerRef<Importer> importer = node.server("importer");
		for (int i = 0; i < 2; i++) {
			crash("importer", () -> importer.cast(new Importer.Load("stock.csv")));
		}
		importer.cast(new Importer.Load("stock.csv"));
		await(() -> node.whereis("importer").isEmpty());
		ServerRef<Courier> courier = node.server("courier");
		for (int i = 0; i < 5; i++) {
			courier.cast(new Deliver("parcel " + i));
		}
		await(() -> isBusy("courier"));
		askInVain(courier);
		ServerRef<Courier> mailer = node.server("mailer");
		mailer.cast(new Deliver("letter"));
		await(() -> isBusy("mailer"));
		for (int i = 0; i < 5; i++) {
			mailer.cast(new Deliver("letter " + i));
		}
		await(() -> node.view().wedgedCount() == 2 && wedgedIncidents() == 2);
		courierId = node.whereis("courier").orElseThrow().id();
	}

	private static long wedgedIncidents() {
		return terminal.get("/actuator/triotp/incidents?format=text")
			.lines()
			.filter((line) -> line.contains("  WEDGED  "))
			.count();
	}

	@AfterAll
	static void close() {
		context.getBean(NightShop.class).bridge.countDown();
		context.close();
	}

	private static void crash(String name, Runnable how) {
		long before = node.whereis(name).orElseThrow().id();
		how.run();
		await(() -> node.whereis(name).filter((pid) -> pid.id() != before).isPresent());
	}

	private static boolean isBusy(String name) {
		return node.whereis(name)
			.flatMap(node.view()::info)
			.filter((info) -> info.state() == ProcessInfo.State.RUNNING && info.current().isPresent())
			.isPresent();
	}

	private static void askInVain(ServerRef<Courier> courier) {
		try {
			courier.call(new Where("parcel 1"));
		}
		catch (CallException.TimedOut ex) {
			return;
		}
		throw new AssertionError("the courier answered");
	}

	/** The watch of handlers looks every ten seconds. */
	private static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("in time").isLessThan(end);
			Thread.onSpinWait();
		}
	}

	@Test
	void each_command_of_the_page_answers_what_the_page_says() throws IOException {
		String whole = Files.readString(PAGE);
		String page = whole.substring(0, whole.indexOf(OTHER_PART));
		List<String> differences = new ArrayList<>();
		String updated = COMMAND.matcher(page)
			.replaceAll((found) -> Matcher.quoteReplacement(answered(found, differences)));
		if (Boolean.getBoolean("operations.update")) {
			Files.writeString(PAGE, updated + whole.substring(page.length()));
		}
		else {
			assertThat(differences).isEmpty();
		}
		assertThat(COMMAND.matcher(page).results().count()).isGreaterThan(9);
	}

	private static String answered(MatchResult found, List<String> differences) {
		String command = found.group(1);
		Matcher method = METHOD.matcher(command);
		Matcher body = BODY.matcher(command);
		Matcher address = ADDRESS.matcher(command);
		assertThat(address.find()).as(command).isTrue();
		String asked = present(command);
		String sent = body.find() ? body.group(1) : null;
		HttpResponse<String> response = terminal.type(method.find() ? method.group(1) : "GET",
				present(address.group(1)), sent);
		if (sent != null && sent.contains("\"kill\"")) {
			await(() -> node.whereis("courier").filter((pid) -> pid.id() != courierId).isPresent());
		}
		String answer = Terminal.shown(response.body());
		if (response.statusCode() >= 400) {
			differences.add(command + "\n" + response.statusCode() + " " + answer);
		}
		else if (!shape(answer).equals(shape(found.group(2)))) {
			differences.add(command + "\n" + shape(answer) + "instead of\n" + shape(found.group(2)));
		}
		return "$ " + asked + "\n" + answer;
	}

	/** The ids of the page are those of another run. */
	private static String present(String address) {
		return address.replaceAll("/processes/p\\d+", "/processes/p" + courierId);
	}

	/**
	 * What differs from run to run is of no importance; a version is known in a jar only.
	 */
	private static String shape(String text) {
		return text.replaceAll(", TriOTP \\S+", "")
			.replaceAll("(\\d+(\\.\\d+)?(ns|µs|ms|s|m|h|d)?)+", "#")
			.replaceAll("(?m)^(  |\\t)at .*\\n", "")
			.replaceAll("[ ─]+", " ")
			.strip() + "\n";
	}

}
