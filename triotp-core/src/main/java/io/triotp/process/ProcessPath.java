package io.triotp.process;

import io.triotp.Pure;
import org.jspecify.annotations.Nullable;

/**
 * The path of a process, put together from its label upwards: the labels of its parents
 * in front, up to one that is a path already, or {@value #MAX_ANCESTORS} above. Is fit
 * for a log line, whatever the labels are.
 */
@Pure
final class ProcessPath {

	private static final int MAX_ANCESTORS = 20;

	private String path;

	private String top;

	private int ancestors;

	/**
	 * Begin with a process.
	 * @param label its label
	 */
	ProcessPath(String label) {
		this.path = label;
		this.top = label;
	}

	/**
	 * {@return whether the path goes on above what it holds}
	 */
	boolean goesOn() {
		return this.ancestors < MAX_ANCESTORS && this.top.indexOf('/') < 0;
	}

	/**
	 * Put the label of the next parent in front.
	 * @param label its label
	 */
	void below(@Nullable String label) {
		this.top = String.valueOf(label);
		this.path = this.top + "/" + this.path;
		this.ancestors++;
	}

	@Override
	public String toString() {
		return SafeText.of(this.path);
	}

}
