package io.triotp.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What the observers of a node have given one message to carry, and when it was sent.
 */
public final class Traces {

	private static final VarHandle ENDED;

	static {
		try {
			ENDED = MethodHandles.lookup().findVarHandle(Traces.class, "ended", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Observers observers;

	private final MessageObserver.@Nullable Trace[] each;

	private final long sentAt;

	/** Written once, by whoever ends the sending first. */
	@SuppressWarnings("unused")
	private volatile boolean ended;

	Traces(Observers observers, MessageObserver.@Nullable Trace[] each, long sentAt) {
		this.observers = observers;
		this.each = each;
		this.sentAt = sentAt;
	}

	MessageObserver.@Nullable Trace of(int observer) {
		return this.each[observer];
	}

	long sentAt() {
		return this.sentAt;
	}

	/**
	 * The sending has ended; only the first time counts. Does not throw.
	 * @param failure what the sender gets thrown, or {@code null}
	 */
	public void ended(@Nullable Throwable failure) {
		if (!ENDED.compareAndSet(this, false, true)) {
			return;
		}
		for (int i = this.each.length - 1; i >= 0; i--) {
			MessageObserver.Trace trace = this.each[i];
			if (trace != null) {
				try {
					trace.ended(failure);
				}
				catch (Throwable ex) {
					this.observers.failed(trace, ex);
				}
			}
		}
	}

	/**
	 * Runs code on behalf of the message. It runs once, whatever the observers do.
	 * @param code what to run
	 */
	void within(Runnable code) {
		AtomicBoolean begun = new AtomicBoolean();
		Runnable within = () -> {
			if (begun.compareAndSet(false, true)) {
				code.run();
			}
		};
		for (int i = this.each.length - 1; i >= 0; i--) {
			within = within(this.each[i], within);
		}
		within.run();
	}

	private Runnable within(MessageObserver.@Nullable Trace trace, Runnable code) {
		if (trace == null) {
			return code;
		}
		return () -> {
			try {
				trace.within(code);
			}
			catch (Throwable ex) {
				this.observers.failed(trace, ex);
			}
			code.run();
		};
	}

	/**
	 * Sends, and tells how that ended.
	 * @param <R> the result
	 * @param send what to do
	 * @return what it returned
	 */
	public <R extends @Nullable Object> R around(Supplier<R> send) {
		Objects.requireNonNull(send, "send");
		R result;
		try {
			result = send.get();
		}
		catch (Throwable ex) {
			ended(ex);
			throw ex;
		}
		ended(null);
		return result;
	}

}
