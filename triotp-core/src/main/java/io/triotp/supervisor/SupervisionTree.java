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
	 * @param path the place of the supervisor; its children's paths begin with it unless
	 * it is empty
	 * @param label what people call its process
	 * @param spec what it supervises
	 * @return the running tree
	 * @throws ChildStartException if a child did not start; those before it have been
	 * stopped
	 */
	public static SupervisionTree start(Processes node, String path, String label, SupervisorSpec spec) {
		try {
			return SupervisorProcess.start(node.host(), spec, path, ServerOptions.defaults().label(label));
		}
		catch (StartException ex) {
			throw ChildStartException.of(path, ex);
		}
	}

}
