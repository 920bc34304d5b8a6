package io.triotp.process;

import java.util.Optional;

/**
 * A monitor of one process on another: returned by {@link Self#monitor} and named in its
 * {@link SystemMessage.Down}. Compared by identity.
 */
public abstract class MonitorRef {

	MonitorRef() {
	}

	/**
	 * {@return the monitored process}
	 */
	public abstract Pid target();

	/**
	 * {@return the name by which the process was monitored, or empty if by its pid (OTP
	 * M2)}
	 */
	public abstract Optional<String> name();

	/**
	 * {@return whether a {@link SystemMessage.Down} that the owner has not read yet must
	 * be dropped; for behaviours that read mailboxes}
	 */
	public abstract boolean isFlushed();

	@Override
	public final String toString() {
		return "#Monitor<" + target() + ">";
	}

}
