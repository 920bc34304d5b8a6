package io.triotp.supervisor;

/**
 * Does something around the start of a child, at each start and restart: checks, counts,
 * waits, changes the context. Called by the process of the supervisor.
 */
@FunctionalInterface
public interface StartInterceptor {

	/**
	 * Start the child, usually with {@code next}.
	 * @param context where it stands in the tree
	 * @param next starts the child as if nothing were around it
	 * @return the running child
	 * @throws io.triotp.server.StartException.Ignored if there is nothing to do
	 * @throws Exception if it could not be started
	 */
	StartedChild start(ChildContext context, StartFunction next) throws Exception;

}
