package io.triotp.spring.boot.view;

import java.util.Optional;

import io.triotp.process.Pid;

/**
 * What somebody wants to act on.
 *
 * @param path the place
 * @param process the process that is named, if it is alive
 * @param present the process the place has now, whether or not it is the one that is
 * named
 * @param supervisor the process of the supervisor of the place
 * @param child the id of the place in its supervisor
 * @param isPlace whether a place is named, not a process
 */
public record Target(String path, Optional<Pid> process, Optional<Pid> present, Optional<Pid> supervisor, String child,
		boolean isPlace) {

	/**
	 * {@return the id of the process the place has now, for those who named another}
	 */
	public Optional<String> presentId() {
		return this.present.map(NodeId::of);
	}

	/**
	 * {@return the id of a process}
	 * @param pid the process
	 */
	public static String idOf(Pid pid) {
		return NodeId.of(pid);
	}

}
