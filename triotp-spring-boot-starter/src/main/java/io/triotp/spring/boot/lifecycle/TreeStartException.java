package io.triotp.spring.boot.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * An application did not start with the context. Whatever had been started before has
 * been stopped again.
 */
public final class TreeStartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String application;

	private final @Nullable String path;

	private final @Nullable String bean;

	TreeStartException(String application, @Nullable String path, @Nullable String bean, Throwable cause) {
		super(cause.getMessage(), cause);
		this.application = application;
		this.path = path;
		this.bean = bean;
	}

	/**
	 * {@return the application}
	 */
	public String application() {
		return this.application;
	}

	/**
	 * {@return the place of the child that did not start, such as {@code echo/server};
	 * {@code null} if it was none}
	 */
	public @Nullable String path() {
		return this.path;
	}

	/**
	 * {@return the name of its bean, {@code null} if it is not known}
	 */
	public @Nullable String bean() {
		return this.bean;
	}

}
