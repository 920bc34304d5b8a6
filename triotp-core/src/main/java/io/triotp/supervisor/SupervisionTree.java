package io.triotp.supervisor;

import java.util.Objects;
import java.util.function.Consumer;

import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.server.ServerOptions;
import io.triotp.server.StartException;

/**
 * A running supervisor that nobody supervises, and the view of its tree.
 *
 * @param pid its process
 * @param root its view
 * @param totals the totals of all supervisors in the tree
 */
public record SupervisionTree(Pid pid, SupervisorView root, TreeTotals totals) {

	/**
	 * Starts a tree and waits until it is up.
	 * @param node the node it will live in
	 * @param place the place of the supervisor
	 * @param label the label of its process
	 * @param spec what it supervises
	 * @return the running tree
	 * @throws ChildStartException if a child did not start; those started before it have
	 * been stopped
	 * @throws IllegalArgumentException if a child is significant but there is no
	 * automatic shutdown; nothing has been started
	 */
	public static SupervisionTree start(Processes node, Place place, String label, SupervisorSpec spec) {
		return start(node, place, label, spec, (pid) -> {
		});
	}

	/**
	 * Starts a tree and waits until it is up.
	 * @param node the node it will live in
	 * @param place the place of the supervisor
	 * @param label the label of its process
	 * @param spec what it supervises
	 * @param known receives the pid of the supervisor, called by itself before it starts
	 * a child: from then on, processes can be left behind. Must neither block nor throw
	 * @return the running tree
	 * @throws ChildStartException if a child did not start; those started before it have
	 * been stopped
	 * @throws IllegalArgumentException if a child is significant but there is no
	 * automatic shutdown; nothing has been started
	 */
	public static SupervisionTree start(Processes node, Place place, String label, SupervisorSpec spec,
			Consumer<Pid> known) {
		Objects.requireNonNull(known, "known");
		OwnInterceptor tell = (context, next) -> {
			known.accept(Self.current().pid());
			return next.start(context);
		};
		SupervisorSpec telling = spec
			.children(spec.children().stream().map((child) -> child.intercept(tell)).toArray(ChildSpec[]::new));
		try {
			TreeTotals totals = new TreeTotals();
			StartedChild root = SupervisorProcess.start(node.host(), telling, place, totals,
					ServerOptions.defaults().label(label));
			return new SupervisionTree(root.pid(), root.view().orElseThrow(), totals);
		}
		catch (StartException ex) {
			throw ChildStartException.of(place.path(), ex);
		}
	}

}
