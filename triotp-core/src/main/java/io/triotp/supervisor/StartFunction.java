package io.triotp.supervisor;

/**
 * Starts a child. Called as the process of the supervisor, on a thread of its own, at
 * each start and restart. It has the start timeout of the child; then it is interrupted,
 * the start fails, and what it still does no longer counts as done by the supervisor.
 * Must link the child to that process, as {@link io.triotp.process.Self#spawnLink} and
 * {@link io.triotp.server.GenServer#startLink} do, and return when the child is up. If it
 * returns a process that has ended, is not linked or lives in another node, the start
 * fails: the supervisor would never learn of its end.
 */
@FunctionalInterface
public interface StartFunction {

	/**
	 * Starts the child.
	 * @param context its place, name and options
	 * @return the running child
	 * @throws io.triotp.server.StartException.Ignored if there is nothing to do
	 * @throws Exception if the child could not be started
	 */
	StartedChild start(ChildContext context) throws Exception;

}
