package io.triotp.supervisor;

import java.time.Duration;
import java.util.Objects;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.server.Call;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of both kinds of supervisor have in common. A supervisor that got a
 * request of the other kind would crash on it, with all its children, so the kind is
 * checked first.
 *
 * @param <P> the process of the supervisor
 * @param node the node it lives in, {@code null} for that of the process that asks
 * @param ref leads to it
 * @param type the class of its process
 * @param patience how long a request waits
 */
record SupervisorFace<P extends GenServer<?, ?, ?>>(@Nullable BehaviourHost node, ServerRef<P> ref, Class<P> type,
		Duration patience) {

	static <P extends GenServer<?, ?, ?>> SupervisorFace<P> of(Processes node, Pid pid, Class<P> type) {
		Objects.requireNonNull(node, "node");
		return new SupervisorFace<>(node.host(), ServerRef.of(node, pid), type, Processes.NO_LIMIT);
	}

	static <P extends GenServer<?, ?, ?>> SupervisorFace<P> named(Processes node, String name, Class<P> type) {
		Objects.requireNonNull(node, "node");
		return new SupervisorFace<>(node.host(), ServerRef.named(node, name), type, Processes.NO_LIMIT);
	}

	static <P extends GenServer<?, ?, ?>> SupervisorFace<P> named(String name, Class<P> type) {
		return new SupervisorFace<>(null, ServerRef.named(name), type, Processes.NO_LIMIT);
	}

	SupervisorFace<P> within(Duration limit) {
		Objects.requireNonNull(limit, "limit");
		if (limit.isNegative()) {
			throw new IllegalArgumentException("limit must not be negative, but is " + TimeText.of(limit));
		}
		return new SupervisorFace<>(this.node, this.ref, this.type, limit);
	}

	BehaviourHost host() {
		return (this.node != null) ? this.node : Self.current().processes().host();
	}

	<R> R ask(Call<P, R> request) {
		requireKind();
		return this.ref.call(request, this.patience);
	}

	void stop() {
		requireKind();
		SupervisorEnd.of(this.ref);
	}

	private void requireKind() {
		Class<?> found = this.ref.pid()
			.flatMap(host().view()::info)
			.<Class<?>>map((info) -> info.behaviour())
			.orElse(this.type);
		if (found != this.type) {
			throw new IllegalArgumentException(
					this.ref + " is " + kind(found) + ", not " + kind(this.type) + ": use " + clientOf(found));
		}
	}

	private static String kind(Class<?> type) {
		if (type == SupervisorProcess.class) {
			return "a supervisor";
		}
		return (type == DynamicSupervisorProcess.class) ? "a dynamic supervisor" : "a process of " + type.getName();
	}

	private static String clientOf(Class<?> type) {
		if (type == SupervisorProcess.class) {
			return "Supervisor";
		}
		return (type == DynamicSupervisorProcess.class) ? "DynamicSupervisor" : "the name or pid of a supervisor";
	}

}
