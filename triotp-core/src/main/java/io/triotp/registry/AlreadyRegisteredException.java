package io.triotp.registry;

import io.triotp.process.Pid;
import io.triotp.process.SafeText;

/**
 * Thrown when a unique key is already registered by a live process (OTP R2).
 */
public final class AlreadyRegisteredException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final transient Object key;

	private final transient Pid holder;

	AlreadyRegisteredException(Object key, Pid holder) {
		super("Key '" + SafeText.of(key) + "' is already registered by " + holder
				+ "; that process must unregister it or end first");
		this.key = key;
		this.holder = holder;
	}

	/**
	 * {@return the key}
	 */
	public Object key() {
		return this.key;
	}

	/**
	 * {@return the process that has the key}
	 */
	public Pid holder() {
		return this.holder;
	}

}
