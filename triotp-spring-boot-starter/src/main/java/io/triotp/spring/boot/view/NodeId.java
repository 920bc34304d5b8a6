package io.triotp.spring.boot.view;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import io.triotp.process.Pid;
import io.triotp.supervisor.ChildInfo;

/**
 * The id of a place in a tree, in answers and in requests: its process, or its path while
 * it has no process. Can be part of a URL as it is.
 */
final class NodeId {

	private static final String OF_PROCESS = "p";

	private static final String OF_PATH = "s";

	private NodeId() {
	}

	static String of(ChildInfo child) {
		return child.pid().map(NodeId::of).orElseGet(() -> ofPath(child.path()));
	}

	static String of(Pid pid) {
		return ofProcess(pid.id());
	}

	static String ofProcess(long number) {
		return OF_PROCESS + number;
	}

	static String ofPath(String path) {
		return OF_PATH + Base64.getUrlEncoder().withoutPadding().encodeToString(path.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * {@return the number of the process an id names}
	 */
	static Optional<Long> toProcess(String id) {
		try {
			return id.startsWith(OF_PROCESS) ? Optional.of(Long.parseLong(id, 1, id.length(), 10)) : Optional.empty();
		}
		catch (NumberFormatException ex) {
			return Optional.empty();
		}
	}

	/**
	 * {@return the path an id names}
	 */
	static Optional<String> toPath(String id) {
		try {
			return id.startsWith(OF_PATH)
					? Optional.of(new String(Base64.getUrlDecoder().decode(id.substring(1)), StandardCharsets.UTF_8))
					: Optional.empty();
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

}
