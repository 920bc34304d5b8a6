package io.triotp.supervisor;

/**
 * Thrown when a dynamic supervisor has its maximum number of children (OTP D5).
 */
public final class TooManyChildrenException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	TooManyChildrenException(String supervisor, int maxChildren) {
		super("Dynamic supervisor '" + supervisor + "' has " + maxChildren + " children, which is its max-children");
	}

}
