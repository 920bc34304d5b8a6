package io.triotp.supervisor;

import io.triotp.process.ExitException;
import io.triotp.process.ExitReason;
import io.triotp.server.StartException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a child did not start. Names the child that caused it, however many
 * supervisors are in between.
 */
public final class ChildStartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String path;

	private final transient ExitReason reason;

	private ChildStartException(String path, ExitReason reason, @Nullable Throwable cause) {
		super("Child '" + path + "' did not start: " + describe(reason, cause), cause);
		this.path = path;
		this.reason = reason;
	}

	private static String describe(ExitReason reason, @Nullable Throwable cause) {
		return (cause instanceof StartException.TimedOut) ? String.valueOf(cause.getMessage()) : reason.toString();
	}

	static ChildStartException of(String path, Throwable error) {
		return switch (error) {
			case ChildStartException deeper -> deeper;
			case StartException.Failed failed when failed.reason().exception() instanceof ChildStartException deeper ->
				deeper;
			case StartException.Failed failed ->
				new ChildStartException(path, failed.reason(), failed.reason().exception());
			case ExitException exit -> new ChildStartException(path, exit.reason(), exit.reason().exception());
			default -> new ChildStartException(path, ExitReason.crash(error), error);
		};
	}

	/**
	 * {@return the place of the child in the tree}
	 */
	public String path() {
		return this.path;
	}

	/**
	 * {@return why it did not start}
	 */
	public ExitReason reason() {
		return this.reason;
	}

}
