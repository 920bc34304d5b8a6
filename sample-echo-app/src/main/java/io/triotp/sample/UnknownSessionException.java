package io.triotp.sample;

/**
 * There is no session of this name.
 */
class UnknownSessionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnknownSessionException(String name) {
		super("There is no session '" + name + "'. Open it with PUT /sessions/" + name);
	}

}
