package io.triotp.spring.boot.actuate;

import java.util.List;
import java.util.function.Consumer;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.spring.boot.view.NodeReader;
import io.triotp.spring.boot.view.SummaryDescriptor;
import io.triotp.spring.boot.view.View;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * {@link Endpoint @Endpoint} that shows a node and its supervision trees. Asks no
 * process, so one that hangs does not make the endpoint hang.
 */
@Endpoint(id = "triotp", defaultAccess = Access.READ_ONLY)
@ImportRuntimeHints(TriOtpEndpointRuntimeHints.class)
public class TriOtpEndpoint implements DisposableBean {

	private final NodeReader reader;

	private final Sections sections;

	private final Actions actions;

	/**
	 * Create a new instance that only shows. It counts restarts from now on.
	 * @param node the node to show
	 * @param configured the applications to show although they may not have been started
	 */
	public TriOtpEndpoint(Node node, List<ApplicationSpec> configured) {
		this(node, NodeReader.of(node, configured), ShownValues.never(), (event) -> {
		});
	}

	/**
	 * Create a new instance.
	 * @param node the node to show
	 * @param reader reads it, and tells what those who use it may do; it is closed, as
	 * another is made of it
	 * @param values who may see what servers hold
	 * @param audit receives an event for each action, on the thread of whoever asked
	 */
	public TriOtpEndpoint(Node node, NodeReader reader, ShownValues values, Consumer<AuditEvent> audit) {
		this.reader = reader.showingValues(values.when());
		this.sections = new Sections(this.reader, values);
		this.actions = new Actions(node, this.reader, audit);
	}

	/**
	 * {@return the node at a glance}
	 */
	@ReadOperation
	public SummaryDescriptor summary() {
		return this.reader.summary();
	}

	/**
	 * {@return a section of what can be seen, or {@code null} if there is none}
	 * @param section what to see: {@code tree}, {@code events}, {@code processes},
	 * {@code threads}, {@code crashes}, {@code lost} or {@code incidents}
	 * @param root the id or path of the node of the tree to begin with; the roots of
	 * applications by default
	 * @param application the application of the tree or the processes; all by default
	 * @param depth how many levels of the tree, 1 to 8; 3 by default
	 * @param limit how many: nodes, 1 to 2000, 500 by default; events, 1 to 500, 100 by
	 * default; processes, 1 to 500, 50 by default; threads, 1 to 200, 20 by default
	 */
	@ReadOperation
	public @Nullable Object section(@Selector String section, @Nullable String root, @Nullable String application,
			@Nullable Integer depth, @Nullable Integer limit) {
		Parameters parameters = new Parameters().with("root", root)
			.with("application", application)
			.with("depth", text(depth))
			.with("limit", text(limit));
		return view(this.sections.read(section, parameters, SecurityContext.NONE));
	}

	/**
	 * {@return one process or place, or one incident, or {@code null} if there is none}
	 * @param section the section: {@code processes}
	 * @param id the id of a process or a place, or the path of a place
	 */
	@ReadOperation
	public @Nullable Object item(@Selector String section, @Selector String id) {
		return view(this.sections.item(section, id, new Parameters(), SecurityContext.NONE));
	}

	/**
	 * Acts on a process or a place, through its supervisor.
	 * @param section the section: {@code processes}
	 * @param id the id of the process; for {@code start}, that of the place
	 * @param action {@code restart}, {@code terminate}, {@code start}, {@code suspend},
	 * {@code resume} or {@code kill}
	 * @param reason what for, for log, history and audit
	 * @return what has become of it, or {@code null} if there is no such section
	 */
	@WriteOperation
	public @Nullable Object act(@Selector String section, @Selector String id, String action, @Nullable String reason) {
		return section.equals(Sections.PROCESSES) ? perform(new Action(id, action, "somebody", reason)) : null;
	}

	ActionDescriptor perform(Action action) {
		return this.actions.perform(action);
	}

	/** What has broken is written down before the context is closed. */
	@Override
	public void destroy() {
		this.reader.close();
	}

	private static @Nullable String text(@Nullable Integer number) {
		return (number != null) ? number.toString() : null;
	}

	private static @Nullable View view(Answer answer) {
		return (answer instanceof Answer.Found(View view)) ? view : null;
	}

	NodeReader reader() {
		return this.reader;
	}

	Sections sections() {
		return this.sections;
	}

}
