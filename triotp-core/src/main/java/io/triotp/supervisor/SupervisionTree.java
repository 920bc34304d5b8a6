package io.triotp.supervisor;

import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.server.ServerOptions;
import io.triotp.server.StartException;

/**
 * A running supervisor that nobody supervises, and what can be seen of its tree.
 *
 * @param pid its process
 * @param root what can be seen of it
 * @param totals what all supervisors of the tree have counted
 */
public record SupervisionTree(Pid pid, SupervisorView root, TreeTotals totals) {

	/**
	 * Start a tree, and wait until it is up.
	 * @param node where
	 * @param place the place of the supervisor
	 * @param label what people call its process
	 * @param spec what it supervises
	 * @return the running tree
	 * @throws ChildStartException if a child did not start; those before it have been
	 * stopped
	 * @throws IllegalArgumentException if a child is significant, but there is no
	 * automatic shutdown; nothing has been started
	 */
	public static SupervisionTree start(Processes node, Place place, String label, SupervisorSpec spec) {
		try {
			TreeTotals totals = new TreeTotals();
			StartedChild root = SupervisorProcess.start(node.host(), spec, place, totals,
					ServerOptions.defaults().label(label));
			return new SupervisionTree(root.pid(), root.view().orElseThrow(), totals);
		}
		catch (StartException ex) {
			throw ChildStartException.of(place.path(), ex);
		}
	}

}
