package io.triotp.spring.boot.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of text whose columns are aligned. The last cell of a line may have any length.
 */
final class TextTable {

	private static final String GAP = "  ";

	private final List<List<String>> rows = new ArrayList<>();

	TextTable row(String... cells) {
		this.rows.add(List.of(cells));
		return this;
	}

	@Override
	public String toString() {
		int columns = this.rows.stream().mapToInt(List::size).max().orElse(0);
		int[] widths = new int[columns];
		for (List<String> row : this.rows) {
			for (int i = 0; i < row.size() - 1; i++) {
				widths[i] = Math.max(widths[i], width(row.get(i)));
			}
		}
		StringBuilder text = new StringBuilder();
		for (List<String> row : this.rows) {
			text.append(line(row, widths).stripTrailing()).append('\n');
		}
		return text.toString();
	}

	private static String line(List<String> row, int[] widths) {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < row.size(); i++) {
			line.append(row.get(i));
			if (i < row.size() - 1 && widths[i] > 0) {
				line.append(" ".repeat(widths[i] - width(row.get(i)))).append(GAP);
			}
		}
		return line.toString();
	}

	private static int width(String cell) {
		return cell.codePointCount(0, cell.length());
	}

}
