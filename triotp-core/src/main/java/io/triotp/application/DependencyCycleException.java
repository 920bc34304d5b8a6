package io.triotp.application;

import java.util.List;

/**
 * Applications need each other, so none can be started first.
 */
public final class DependencyCycleException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final transient List<String> cycle;

	DependencyCycleException(List<String> cycle) {
		super("Applications depend on each other: " + String.join(" -> ", cycle));
		this.cycle = List.copyOf(cycle);
	}

	/**
	 * {@return the names, beginning and ending with the same}
	 */
	public List<String> cycle() {
		return this.cycle;
	}

}
