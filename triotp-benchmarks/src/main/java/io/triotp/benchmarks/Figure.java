package io.triotp.benchmarks;

import java.util.Locale;

/**
 * Something measured, printed as one line: {@code contender/name value unit}. All that
 * measures speaks so, also the Erlang side.
 *
 * @param contender who was measured
 * @param name what
 * @param value how much
 * @param unit of what
 */
record Figure(String contender, String name, double value, String unit) {

	void print() {
		System.out.println(this.contender + "/" + this.name + " " + String.format(Locale.ROOT, "%.3f", this.value) + " "
				+ this.unit);
	}

	/**
	 * {@return whether a line of output is a figure}
	 * @param line the line
	 */
	static boolean isFigure(String line) {
		return line.matches("[a-z-]+/\\S+ (NaN|[0-9.]+) \\S+");
	}

	static Figure parse(String line) {
		String[] words = line.split("[ /]", 4);
		return new Figure(words[0], words[1], Double.parseDouble(words[2]), words[3]);
	}

}
