package io.triotp.spring.boot.actuate;

/**
 * A parameter of a request that cannot be meant so.
 */
final class InvalidParameterException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidParameterException(String message) {
		super(message);
	}

}
