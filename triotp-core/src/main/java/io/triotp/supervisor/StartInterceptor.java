package io.triotp.supervisor;

/**
 * Runs around each start and restart of a child, to check, count, wait or change the
 * context. Called as the process of the supervisor, on a thread of its own, and given up
 * like a {@link StartFunction} when the start timeout of the child is over, but not while
 * the child itself starts.
 */
@FunctionalInterface
public interface StartInterceptor {

	/**
	 * Starts the child, usually with {@code next}.
	 * @param context its place, name and options
	 * @param next starts the child without this interceptor
	 * @return the running child
	 * @throws io.triotp.server.StartException.Ignored if there is nothing to do
	 * @throws Exception if the child could not be started
	 */
	StartedChild start(ChildContext context, StartFunction next) throws Exception;

}
