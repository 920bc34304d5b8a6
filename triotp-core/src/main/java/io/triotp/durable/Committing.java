package io.triotp.durable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.triotp.process.Behaviour;
import io.triotp.process.Envelope;
import io.triotp.process.ExitReason;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * The code of a process that stores, and what it holds.
 *
 * <p>
 * Maintainer's note. To note down what it takes needs no memory, of which there may be
 * none: what a process has taken and not noted would be looked after by nobody.
 */
final class Committing implements Behaviour {

	private final StoreProcess process;

	private final @Nullable Attempt[] held;

	/** How many of them it holds; read when it has ended. */
	private volatile int number;

	/** Whether it has been told to look again, and when, in nanoseconds of the clock. */
	private boolean looksAgain;

	private long looksAgainAt;

	Committing(StoreProcess process, int most) {
		this.process = process;
		this.held = new Attempt[most];
	}

	/**
	 * {@return what it holds}
	 */
	List<Attempt> attempts() {
		// It may be seeing to them meanwhile, on its last way.
		return Arrays.stream(this.held, 0, this.number).filter(Objects::nonNull).toList();
	}

	/**
	 * {@return whether nobody will have it look by then} Otherwise each look that
	 * somebody else asks for would be followed by another, and so on. Called by the
	 * process.
	 */
	boolean looksAgainAfter(long nanos, long now) {
		long at = now + nanos;
		if (this.looksAgain && this.looksAgainAt - now > 0 && this.looksAgainAt - at <= 0) {
			return false;
		}
		this.looksAgain = true;
		this.looksAgainAt = at;
		return true;
	}

	/** Called by the process. */
	void holds(Attempt attempt) {
		int present = this.number;
		this.held[present] = attempt;
		this.number = present + 1;
	}

	/** All that it held has been seen to. Called by the process. */
	void holdsNothing() {
		this.number = 0;
		Arrays.fill(this.held, null);
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
		this.process.work(this, self.pid());
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
		List<Attempt> present = attempts();
		return present.isEmpty() ? null : present;
	}

}
