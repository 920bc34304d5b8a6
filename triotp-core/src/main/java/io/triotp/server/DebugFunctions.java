package io.triotp.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.triotp.process.Envelope;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The debug functions of one server (OTP Y6). Used by its process only.
 */
final class DebugFunctions {

	/** Id of the one {@link Counting}. */
	static final Object STATISTICS = Counting.class;

	/** Id of the one {@link RecentEvents}. */
	static final Object LOG = RecentEvents.class;

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.server.Sys");

	private final List<Installed> all = new ArrayList<>(1);

	boolean isEmpty() {
		return this.all.isEmpty();
	}

	@Nullable Object answer(SystemRequest.Debug request, long now) {
		switch (request) {
			case SystemRequest.StartStatistics() -> install(STATISTICS, new Counting(now));
			case SystemRequest.StartLog(int last) -> startLog(last);
			case SystemRequest.Install(Object id, Predicate<? super SysEvent> function) -> install(id, function);
			case SystemRequest.Remove(Object id) -> this.all.removeIf((each) -> each.has(id));
			case SystemRequest.NoDebug() -> this.all.clear();
			case SystemRequest.GetStatistics() -> {
				return statistics(now);
			}
			case SystemRequest.GetLog() -> {
				return (find(LOG) instanceof RecentEvents recent) ? recent.toList() : List.of();
			}
		}
		return null;
	}

	private void startLog(int last) {
		if (find(LOG) instanceof RecentEvents recent) {
			recent.limit(last);
		}
		else {
			install(LOG, new RecentEvents(last));
		}
	}

	@Nullable SysStatistics statistics(long now) {
		return (find(STATISTICS) instanceof Counting counting) ? counting.at(now) : null;
	}

	/** The first function with an id stays. */
	private void install(Object id, Predicate<? super SysEvent> function) {
		if (find(id) == null) {
			this.all.add(new Installed(id, function));
		}
	}

	private @Nullable Predicate<? super SysEvent> find(Object id) {
		for (Installed each : this.all) {
			if (each.has(id)) {
				return each.function();
			}
		}
		return null;
	}

	/**
	 * {@return the names of the functions that users have installed}
	 */
	List<String> names() {
		return this.all.stream()
			.filter((each) -> !each.has(STATISTICS) && !each.has(LOG))
			.map(Installed::name)
			.toList();
	}

	/**
	 * Reports a message before its callback runs.
	 * @return whether the process is still alive: a function may have killed it
	 */
	boolean messageIn(Self self, Envelope envelope) {
		tell(switch (envelope) {
			case PendingCall call -> new SysEvent.In(SysEvent.Kind.CALL, call.content(), call.caller());
			case CastEnvelope cast -> new SysEvent.In(SysEvent.Kind.CAST, cast.content(), Optional.empty());
			default -> new SysEvent.In(SysEvent.Kind.INFO, envelope.content(), Optional.empty());
		});
		return self.alive();
	}

	/** Reports the result of a callback before it takes effect. */
	void result(@Nullable PendingCall call, @Nullable CallResult<?> result) {
		CallResult.Answer answer = switch (result) {
			case CallResult.Reply<?> reply -> reply.answer();
			case CallResult.ReplyAndStop<?> last -> last.answer();
			case Next<?> none -> null;
			case null -> null;
		};
		if (answer != null && call != null) {
			tell(new SysEvent.Out(call.content(), answer, call.caller()));
		}
		else if (result instanceof Next.Continue<?>) {
			tell(new SysEvent.NoReply());
		}
	}

	/**
	 * Reports a continuation before {@code handleContinue} runs.
	 * @return whether the process is still alive: a function may have killed it
	 */
	boolean continues(Self self, Object continuation) {
		tell(new SysEvent.Continue(continuation));
		return self.alive();
	}

	private void tell(SysEvent event) {
		Iterator<Installed> each = this.all.iterator();
		while (each.hasNext()) {
			Installed next = each.next();
			if (!next.wantsMoreThan(event)) {
				each.remove();
			}
		}
		// An interrupt they left must not reach the callback.
		Thread.interrupted();
	}

	private record Installed(Object id, Predicate<? super SysEvent> function) {

		/**
		 * A function without a name is its own id; its equals may throw.
		 */
		boolean has(Object other) {
			return this.id == other || (this.id instanceof String name && name.equals(other));
		}

		String name() {
			return (this.id instanceof String name) ? name : this.id.getClass().getName();
		}

		boolean wantsMoreThan(SysEvent event) {
			try {
				return this.function.test(event);
			}
			catch (Throwable ex) {
				report(event, ex);
				return false;
			}
		}

		private void report(SysEvent event, Throwable cause) {
			try {
				logger.warn(
						"Debug function '{}' of {} failed on an event {} and has been removed; the server goes on. "
								+ "Correct it and install it again",
						name(), Self.current().pid(), event.getClass().getSimpleName(), cause);
			}
			catch (Throwable ex) {
				// A broken appender must not hurt the server either.
			}
		}

	}

}
