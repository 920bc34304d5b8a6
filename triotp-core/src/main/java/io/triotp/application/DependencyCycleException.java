package io.triotp.application;

import java.util.List;

/**
 * Thrown when applications depend on each other, so that none can be started first.
 */
public final class DependencyCycleException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final transient List<String> cycle;

	DependencyCycleException(List<String> cycle) {
		super("Applications depend on each other: " + String.join(" -> ", cycle));
		this.cycle = List.copyOf(cycle);
	}

	/**
	 * {@return the names in the cycle; the first is repeated at the end}
	 */
	public List<String> cycle() {
		return this.cycle;
	}

}
