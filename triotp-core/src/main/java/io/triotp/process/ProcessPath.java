package io.triotp.process;

import io.triotp.Pure;
import org.jspecify.annotations.Nullable;

/**
 * The path of a process, built from its label upwards: each parent's label is put in
 * front, up to one that is already a path, or {@value #MAX_ANCESTORS} parents. Safe for a
 * log line, whatever the labels are.
 */
@Pure
final class ProcessPath {

	private static final int MAX_ANCESTORS = 20;

	private String path;

	private String top;

	private int ancestors;

	/**
	 * Starts a path with a process.
	 * @param label its label
	 */
	ProcessPath(String label) {
		this.path = label;
		this.top = label;
	}

	/**
	 * {@return whether the path continues above what it holds}
	 */
	boolean goesOn() {
		return this.ancestors < MAX_ANCESTORS && this.top.indexOf('/') < 0;
	}

	/**
	 * Puts the label of the next parent in front.
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
