package io.triotp.server;

import java.util.Objects;
import java.util.function.Supplier;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Envelope;
import io.triotp.process.Explanation;
import io.triotp.process.MessageKind;
import io.triotp.process.Observers;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.Traces;
import org.jspecify.annotations.Nullable;

/**
 * A reference to the server of a key, which is started by the first message.
 *
 * @param <P> the server
 */
final class KeyedRef<P> extends ServerRef<P> {

	private final BehaviourHost node;

	private final Whereabouts servers;

	private final String key;

	KeyedRef(BehaviourHost node, Whereabouts servers, String key) {
		super(node, null, null);
		this.node = node;
		this.servers = servers;
		this.key = key;
	}

	@Override
	@Nullable Pid resolve(BehaviourHost node) {
		return this.servers.find(this.key);
	}

	/**
	 * {@return whether a message that was given to a process still waits for another}
	 */
	boolean isStarting(Pid given) {
		return resolve(this.node) != given;
	}

	@Override
	@Nullable Pid standIn() {
		return this.servers.keeper();
	}

	@Override
	void deliver(BehaviourHost node, @Nullable Self caller, @Nullable Pid target, Envelope envelope) {
		this.servers.deliver(caller, this.key, target, envelope);
	}

	@Override
	public void send(Object message) {
		Objects.requireNonNull(message, "message");
		Self sender = Self.currentOrNull();
		Pid target = resolve(this.node);
		Observers observers = this.node.observers();
		Traces traces = (observers != null) ? sending(observers, MessageKind.INFO, message, sender, target) : null;
		Supplier<ServerRef<P>> delivery = () -> {
			deliver(this.node, sender, target, new InfoEnvelope(message, traces));
			return this;
		};
		var unused = (traces != null) ? traces.around(delivery) : delivery.get();
	}

	@Override
	@Nullable Explanation whyNobody() {
		return null;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof KeyedRef<?> that && this.servers == that.servers && this.key.equals(that.key);
	}

	@Override
	public int hashCode() {
		return this.key.hashCode();
	}

	@Override
	public String toString() {
		return "server '" + this.key + "' of " + this.servers;
	}

}
