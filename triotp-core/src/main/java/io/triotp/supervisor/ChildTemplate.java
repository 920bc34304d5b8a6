package io.triotp.supervisor;

/**
 * What the children of a dynamic supervisor have in common (OTP V33).
 */
@FunctionalInterface
public interface ChildTemplate {

	/**
	 * Make the specification of one child. Called by the thread that starts the child.
	 * @param id its id
	 * @param arguments what the caller gives it
	 * @return the specification
	 */
	ChildSpec child(String id, Object... arguments);

}
