package io.triotp.process;

import java.util.Optional;

/**
 * One monitor of a process on another: what {@link Self#monitor} returns and a
 * {@link SystemMessage.Down} names. Compared by identity.
 */
public abstract class MonitorRef {

	MonitorRef() {
	}

	/**
	 * {@return the monitored process}
	 */
	public abstract Pid target();

	/**
	 * {@return the name the process was monitored by, or nothing if it was its pid (OTP
	 * M2)}
	 */
	public abstract Optional<String> name();

	/**
	 * {@return whether the owner does not want a {@link SystemMessage.Down} that it has
	 * not read yet; for behaviours that read mailboxes}
	 */
	public abstract boolean isFlushed();

	@Override
	public final String toString() {
		return "#Monitor<" + target() + ">";
	}

}
