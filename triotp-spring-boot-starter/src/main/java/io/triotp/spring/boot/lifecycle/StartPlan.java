package io.triotp.spring.boot.lifecycle;

import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationStartException;
import io.triotp.node.Node;
import io.triotp.supervisor.ChildStartException;

/**
 * What is started, where and when.
 *
 * @param node where the application runs
 * @param spec the application
 * @param beans what is known of its children
 * @param phase the phase it is started and stopped in
 * @param autoStartup whether it is started with the context
 * @param pauseable whether it is stopped when the context pauses
 */
record StartPlan(Node node, ApplicationSpec spec, DeclaredBeans beans, int phase, boolean autoStartup,
		boolean pauseable) {

	/** With the bean of the child that did not start, if that is known. */
	TreeStartException explain(ApplicationStartException failure) {
		if (!(failure.getCause() instanceof ChildStartException child)) {
			return new TreeStartException(this.spec.name(), null, null, failure);
		}
		return new TreeStartException(this.spec.name(), child.path(), this.beans.beanAt(child.path()).orElse(null),
				failure);
	}

}
