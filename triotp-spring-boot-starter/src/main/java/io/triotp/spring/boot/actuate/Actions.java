package io.triotp.spring.boot.actuate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.triotp.node.Node;
import io.triotp.operator.Operator;
import io.triotp.operator.OperatorAction;
import io.triotp.operator.OperatorException;
import io.triotp.process.Pid;
import io.triotp.spring.boot.view.NodeReader;
import io.triotp.spring.boot.view.Target;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.AuditEvent;

/**
 * Does what somebody asks for through the endpoint, and leaves an audit event of it,
 * whether or not it was done.
 */
final class Actions {

	private static final int OK = 200;

	private static final int ACCEPTED = 202;

	private static final int BAD_REQUEST = 400;

	private static final int NOT_FOUND = 404;

	private static final int CONFLICT = 409;

	/** The type of the audit events. */
	static final String AUDIT_TYPE = "TRIOTP_ACTION";

	private final Node node;

	private final NodeReader reader;

	private final Consumer<AuditEvent> audit;

	Actions(Node node, NodeReader reader, Consumer<AuditEvent> audit) {
		this.node = node;
		this.reader = reader;
		this.audit = audit;
	}

	ActionDescriptor perform(Action asked) {
		OperatorAction action = Arrays.stream(OperatorAction.values())
			.filter((each) -> each.name().equalsIgnoreCase(asked.action()))
			.findFirst()
			.orElse(null);
		if (action == null) {
			return new ActionDescriptor(BAD_REQUEST, asked.action(), null, asked.id(), null,
					"action must be one of " + Arrays.stream(OperatorAction.values())
						.map((each) -> each.name().toLowerCase(Locale.ROOT))
						.collect(Collectors.joining(", ")));
		}
		Target target = this.reader.target(asked.id()).orElse(null);
		ActionDescriptor done = (target != null) ? perform(asked, action, target)
				: new ActionDescriptor(NOT_FOUND, asked.action(), null, asked.id(), null,
						"There is no process and no place '" + asked.id() + "' (any more)");
		publish(asked, done);
		return done;
	}

	private ActionDescriptor perform(Action asked, OperatorAction action, Target target) {
		if ((action == OperatorAction.START) != target.isPlace()) {
			return conflict(asked, target,
					target.isPlace()
							? "'" + target.path() + "' is a place: name its process, so that its successor is not hit"
							: "'" + target.path() + "' is a process; a place without one can be started");
		}
		if (!target.isPlace() && target.process().isEmpty()) {
			return conflict(asked, target, "This process has ended"
					+ target.presentId().map((id) -> "; " + target.path() + " is " + id + " now").orElse(""));
		}
		Operator operator = Operator.of(this.node, asked.who(), (asked.why() != null) ? asked.why() : "");
		try {
			Optional<Pid> after = perform(operator, action, target);
			return new ActionDescriptor(OK, asked.action(), target.path(), asked.id(),
					after.map(Target::idOf).orElse(null), null);
		}
		catch (OperatorException ex) {
			Target now = this.reader.target(asked.id()).orElse(target);
			return new ActionDescriptor((ex.failure() == OperatorException.Failure.LATE) ? ACCEPTED : CONFLICT,
					asked.action(), target.path(), asked.id(), successor(asked, now), ex.getMessage());
		}
	}

	private static Optional<Pid> perform(Operator operator, OperatorAction action, Target target) {
		if (action == OperatorAction.START) {
			return operator.start(target.supervisor().orElseThrow(() -> noSupervisor(target)), target.child());
		}
		Pid pid = target.process().orElseThrow();
		return switch (action) {
			case RESTART -> operator.restart(pid);
			case TERMINATE -> {
				operator.terminate(pid);
				yield Optional.empty();
			}
			case SUSPEND -> {
				operator.suspend(pid);
				yield Optional.of(pid);
			}
			case RESUME -> {
				operator.resume(pid);
				yield Optional.of(pid);
			}
			case KILL -> {
				operator.kill(pid);
				yield Optional.empty();
			}
			case START -> throw new IllegalStateException("handled above");
		};
	}

	private static OperatorException noSupervisor(Target target) {
		return OperatorException.refused((target.path().indexOf('/') < 0)
				? "'" + target.path() + "' is an application that does not run: start its bean 'triotp.lifecycle."
						+ target.path() + "'"
				: "'" + target.path() + "' has no supervisor that runs: start what is above it");
	}

	private static ActionDescriptor conflict(Action asked, Target target, String message) {
		return new ActionDescriptor(CONFLICT, asked.action(), target.path(), asked.id(), successor(asked, target),
				message);
	}

	private static @Nullable String successor(Action asked, Target target) {
		return target.presentId().filter((id) -> !id.equals(asked.id())).orElse(null);
	}

	private void publish(Action asked, ActionDescriptor done) {
		Map<String, @Nullable Object> data = new HashMap<>();
		data.put("action", asked.action());
		data.put("id", asked.id());
		data.put("status", done.status());
		put(data, "path", done.path());
		put(data, "newId", done.newId());
		put(data, "reason", asked.why());
		put(data, "message", done.message());
		this.audit.accept(new AuditEvent(this.node.host().time().instant(), asked.who(), AUDIT_TYPE, data));
	}

	private static void put(Map<String, @Nullable Object> data, String name, @Nullable Object value) {
		if (value != null) {
			data.put(name, value);
		}
	}

}
