package io.triotp.supervisor;

/**
 * Makes the specifications of the children of a dynamic supervisor (OTP V33).
 */
@FunctionalInterface
public interface ChildTemplate {

	/**
	 * Makes the specification of one child. Called as the process of the supervisor, on a
	 * thread of its own. It has the start timeout of the node; then it is interrupted,
	 * and the start fails.
	 * @param id its id
	 * @param arguments the arguments given by the caller
	 * @return the specification
	 */
	ChildSpec child(String id, Object... arguments);

	/**
	 * {@return the template of the user, if this is one of ours around it}
	 */
	default ChildTemplate plain() {
		return this;
	}

}
