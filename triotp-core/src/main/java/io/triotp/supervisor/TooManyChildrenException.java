package io.triotp.supervisor;

/**
 * A dynamic supervisor has as many children as it may (OTP D5).
 */
public final class TooManyChildrenException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	TooManyChildrenException(String supervisor, int maxChildren) {
		super("Dynamic supervisor '" + supervisor + "' has " + maxChildren + " children, which is its max-children");
	}

}
