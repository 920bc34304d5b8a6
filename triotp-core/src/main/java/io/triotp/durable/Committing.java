package io.triotp.durable;

import java.util.List;

import io.triotp.process.Behaviour;
import io.triotp.process.Envelope;
import io.triotp.process.ExitReason;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * The code of a process that stores.
 */
final class Committing implements Behaviour {

	private final Committer committer;

	/** What it is storing; read when it has ended. */
	private volatile List<Attempt> attempts = List.of();

	Committing(Committer committer) {
		this.committer = committer;
	}

	List<Attempt> attempts() {
		return this.attempts;
	}

	void attempts(List<Attempt> now) {
		this.attempts = List.copyOf(now);
	}

	@Override
	public @Nullable ExitReason start(Self self) {
		return null;
	}

	@Override
	public @Nullable ExitReason handle(Envelope envelope) {
		return handle(Self.current(), envelope);
	}

	@Override
	public @Nullable ExitReason handle(Self self, Envelope envelope) {
		this.committer.work(this, self.pid());
		return null;
	}

	@Override
	public void terminate(ExitReason reason) {
	}

	@Override
	public Class<?> type() {
		return Committer.class;
	}

	@Override
	public @Nullable Object currentMessage() {
		List<Attempt> present = this.attempts;
		return present.isEmpty() ? null : present;
	}

}
