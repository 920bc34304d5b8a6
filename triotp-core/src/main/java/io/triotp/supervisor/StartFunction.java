package io.triotp.supervisor;

/**
 * Starts a child. Called by the process of the supervisor, at each start and restart;
 * must link the child to it, and return when the child is up.
 */
@FunctionalInterface
public interface StartFunction {

	/**
	 * Start the child.
	 * @param context where it stands in the tree
	 * @return the running child
	 * @throws io.triotp.server.StartException.Ignored if there is nothing to do
	 * @throws Exception if it could not be started
	 */
	StartedChild start(ChildContext context) throws Exception;

}
