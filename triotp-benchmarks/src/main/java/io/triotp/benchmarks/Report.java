package io.triotp.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints the table of a run. The arguments: the file of figures, how many cores were
 * used, the release of Erlang/OTP or {@code none}, and the Markdown file to write the
 * tables into, may be empty. The first line of the file of figures says for how long each
 * round was measured: nobody shall take a quick run for a full one.
 */
final class Report {

	private static final String BEGIN = "<!-- figures: written by triotp-benchmarks/run --markdown -->";

	/** How the line about the times begins. */
	private static final String TIMES = "# ";

	private static final String END = "<!-- end of figures -->";

	private Report() {
	}

	public static void main(String[] args) throws IOException {
		List<String> lines = Files.readAllLines(Path.of(args[0]));
		Figures figures = Figures.parse(lines.stream());
		List<Row> rows = Goals.all().stream().map((goal) -> Row.of(goal, figures)).flatMap(Optional::stream).toList();
		String machine = machine(figures.rounds(), times(lines), args[1], args[2]);
		System.out.println(Row.HEAD.asText());
		rows.forEach((row) -> System.out.println(row.asText()));
		System.out.println(machine);
		if (!args[3].isEmpty()) {
			write(Path.of(args[3]), markdown(rows, figures, machine));
		}
	}

	private static String times(List<String> lines) {
		return lines.stream()
			.filter((line) -> line.startsWith(TIMES))
			.map((line) -> line.substring(TIMES.length()))
			.findFirst()
			.orElse("for an unknown time");
	}

	private static String machine(int rounds, String times, String cores, String otp) throws IOException {
		return "Measured on " + LocalDate.now(ZoneOffset.UTC) + ": medians of " + rounds
				+ ((rounds == 1) ? " round (" : " rounds (") + times + ") on " + cores + " cores of " + processor()
				+ ", " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", JDK "
				+ System.getProperty("java.vm.version") + " (" + System.getProperty("java.vm.vendor")
				+ "), Pekko 1.7.0, " + (otp.equals("none") ? "Erlang/OTP not installed" : "Erlang/OTP " + otp) + ".";
	}

	private static String processor() throws IOException {
		Path cpuInfo = Path.of("/proc/cpuinfo");
		if (!Files.exists(cpuInfo)) {
			return System.getProperty("os.arch");
		}
		try (Stream<String> lines = Files.lines(cpuInfo)) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse(System.getProperty("os.arch"));
		}
	}

	private static String markdown(List<Row> rows, Figures figures, String machine) {
		String comparisons = rows.stream().map(Row::asMarkdown).collect(Collectors.joining("\n"));
		String everything = figures.all().stream().map((series) -> {
			Spread spread = series.spread();
			return "| " + series.name() + " | " + series.contender() + " | " + Row.text(series) + " | "
					+ Row.text(spread.least(), series.unit()) + " | " + Row.text(spread.most(), series.unit()) + " |";
		}).collect(Collectors.joining("\n"));
		return machine + "\n\n" + Row.HEAD.asMarkdown() + "\n|---|---|---|---|---|---|\n" + comparisons
				+ "\n\nEverything that was measured:\n\n| what | who | median | least | most |\n|---|---|---|---|---|\n"
				+ everything;
	}

	private static void write(Path file, String tables) throws IOException {
		String text = Files.exists(file) ? Files.readString(file) : BEGIN + "\n" + END + "\n";
		int begin = text.indexOf(BEGIN);
		int end = text.indexOf(END);
		if (begin < 0 || end < begin) {
			throw new IOException(file + " has no lines '" + BEGIN + "' and '" + END + "' to write between");
		}
		Files.writeString(file, text.substring(0, begin) + BEGIN + "\n\n" + tables + "\n\n" + text.substring(end));
	}

}
