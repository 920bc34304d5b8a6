package io.triotp.node;

import io.triotp.application.ApplicationInfo;
import io.triotp.process.ExitReason;
import io.triotp.supervisor.GaveUp;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when an application of the node has failed.
 */
public final class ApplicationFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String application;

	private final transient ExitReason reason;

	ApplicationFailedException(ApplicationInfo info) {
		this(info.name(), info.endReason().orElse(ExitReason.normal()));
	}

	private ApplicationFailedException(String application, ExitReason reason) {
		super("Application '" + application + "' has failed: " + reason, cause(reason));
		this.application = application;
		this.reason = reason;
	}

	private static @Nullable Throwable cause(ExitReason reason) {
		return (reason instanceof ExitReason.Shutdown(GaveUp detail)) ? cause(detail.reason()) : reason.exception();
	}

	/**
	 * {@return the name of the application}
	 */
	public String application() {
		return this.application;
	}

	/**
	 * {@return why it failed}
	 */
	public ExitReason reason() {
		return this.reason;
	}

}
