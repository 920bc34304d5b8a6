package io.triotp.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The observers of one node, for authors of behaviours: tells all of them, and lets none
 * of them do harm. Any thread may call any method.
 */
public final class Observers {

	private static final Logger logger = LoggerFactory.getLogger(MessageObserver.class);

	private final MessageObserver[] all;

	private final TimeSource time;

	/** One that always fails must not fill the log. */
	private final AtomicLong failures = new AtomicLong();

	private Observers(List<MessageObserver> all, TimeSource time) {
		this.all = all.toArray(MessageObserver[]::new);
		this.time = time;
	}

	/**
	 * {@return the observers of a node, or {@code null} if it has none}
	 * @param options the options of the node
	 */
	static @Nullable Observers of(NodeOptions options) {
		List<MessageObserver> all = options.observers();
		return all.isEmpty() ? null : new Observers(all, options.time());
	}

	/**
	 * A message is about to be sent by the calling thread.
	 * @param kind what it is
	 * @param content the message, as {@link SentMessage#content()}
	 * @param sender the calling process, or {@code null} if the thread runs none
	 * @param receiver the {@link Pid} of the receiver, or an object whose text names it
	 * @return what it carries, or {@code null} if nothing
	 */
	public @Nullable Traces sending(MessageKind kind, Object content, @Nullable Self sender, Object receiver) {
		SentMessage message = new SentMessage(kind, content, Optional.ofNullable(sender).map(Self::pid), receiver,
				(receiver instanceof Pid pid) ? Optional.of(pid.type()) : Optional.empty());
		MessageObserver.@Nullable Trace @Nullable [] traces = null;
		for (int i = 0; i < this.all.length; i++) {
			MessageObserver.Trace trace = sending(this.all[i], message);
			if (trace != null) {
				traces = (traces != null) ? traces : new MessageObserver.Trace[this.all.length];
				traces[i] = trace;
			}
		}
		return (traces != null) ? new Traces(this, traces, this.time.nanoTime()) : null;
	}

	private MessageObserver.@Nullable Trace sending(MessageObserver observer, SentMessage message) {
		try {
			return observer.sending(message);
		}
		catch (Throwable ex) {
			failed(observer, ex);
			return null;
		}
	}

	/**
	 * A process is about to handle a message, on the calling thread.
	 * @param kind what it is
	 * @param content the message, as {@link HandledMessage#content()}
	 * @param self the process
	 * @param path its path
	 * @param type the class of its code
	 * @param traces what the message carries, or {@code null}
	 * @return who hears of the end; does not throw
	 */
	public MessageObserver.Handling handling(MessageKind kind, Object content, Self self, String path, Class<?> type,
			@Nullable Traces traces) {
		Optional<Duration> waited = (traces != null && kind != MessageKind.CONTINUE)
				? Optional.of(Duration.ofNanos(this.time.nanoTime() - traces.sentAt())) : Optional.empty();
		HandledMessage message = new HandledMessage(kind, content, self.pid(), path, type, waited);
		MessageObserver.@Nullable Handling[] begun = new MessageObserver.Handling[this.all.length];
		for (int i = 0; i < this.all.length; i++) {
			begun[i] = handling(this.all[i], message, (traces != null) ? traces.of(i) : null);
		}
		// An interrupt they left must not reach the callback.
		Thread.interrupted();
		return (outcome) -> end(begun, self.alive() ? outcome : new HandlingOutcome.Stopped(ExitReason.killed()));
	}

	private MessageObserver.@Nullable Handling handling(MessageObserver observer, HandledMessage message,
			MessageObserver.@Nullable Trace trace) {
		try {
			return observer.handling(message, trace);
		}
		catch (Throwable ex) {
			failed(observer, ex);
			return null;
		}
	}

	private void end(MessageObserver.@Nullable Handling[] begun, HandlingOutcome outcome) {
		for (int i = begun.length - 1; i >= 0; i--) {
			MessageObserver.Handling each = begun[i];
			if (each != null) {
				try {
					each.ended(outcome);
				}
				catch (Throwable ex) {
					failed(each, ex);
				}
			}
		}
	}

	/** Reports the first failure, the second, the fourth and so on. */
	void failed(Object observer, Throwable cause) {
		try {
			long count = this.failures.incrementAndGet();
			if (Long.bitCount(count) == 1) {
				logger.warn(
						"Message observer {} failed; the message goes its way all the same. This is failure {} of "
								+ "observers of this node; those without a report are counted only",
						observer.getClass().getName(), count, cause);
			}
		}
		catch (Throwable ex) {
			// A broken appender must not hurt who sends or handles either.
		}
	}

}
