package io.triotp.server;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * Answers the {@link Sys} requests of one server, and holds back its messages while it is
 * suspended. Made for one request and those that follow while the server is suspended;
 * used by the process of the server only.
 */
final class OperatorDesk {

	private final Operated server;

	private final SystemMessages system;

	private final Self self;

	OperatorDesk(Operated server, SystemMessages system, Self self) {
		this.server = server;
		this.system = system;
		this.self = self;
	}

	/**
	 * Answers a request. If it suspends the server, this returns when the server is
	 * resumed or has to end.
	 */
	void serve(PendingCall request) {
		answer(request);
		staySuspended();
	}

	/** Parks while the server is suspended; its messages stay in the mailbox. */
	private void staySuspended() {
		while (this.self.alive() && !this.self.processes().host().isEnding(this.self.pid())) {
			PendingCall next = this.system.next();
			if (next != null) {
				answer(next);
			}
			else if (this.system.isSuspended()) {
				this.system.park(this.self.processes().host().time());
			}
			else {
				return;
			}
		}
		this.system.resume();
	}

	private void answer(PendingCall request) {
		if (this.server.begin(request)) {
			SystemRequest asked = (SystemRequest) request.content();
			// Nobody is there any more to see it, and making it costs the server time.
			if (!(asked instanceof SystemRequest.FormatState && request.isGivenUp())) {
				request.answer(answer(asked));
			}
			this.server.done();
		}
	}

	private CallResult.Answer answer(SystemRequest request) {
		long now = this.self.processes().host().time().nanoTime();
		return switch (request) {
			case SystemRequest.GetState() -> value(this.server.currentState());
			case SystemRequest.FormatState(Function<@Nullable Object, ? extends @Nullable Object> view) ->
				formatState(view);
			case SystemRequest.ReplaceState(UnaryOperator<@Nullable Object> function) -> replaceState(function);
			case SystemRequest.GetStatus() -> value(status(now));
			case SystemRequest.Suspend() -> {
				this.system.suspend();
				yield value(null);
			}
			case SystemRequest.Resume() -> {
				this.system.resume();
				yield value(null);
			}
			case SystemRequest.Leave() -> value(null);
			case SystemRequest.Debug debug -> value(this.system.functions().answer(debug, now));
		};
	}

	private static CallResult.Answer value(@Nullable Object value) {
		return new CallResult.Answer(value, null);
	}

	private CallResult.Answer formatState(Function<@Nullable Object, ? extends @Nullable Object> view) {
		try {
			return value(view.apply(this.server.formattedState()));
		}
		catch (Throwable ex) {
			return new CallResult.Answer(null, CallFailures.stateNotFormatted(this.server.type(), this.self.pid(), ex));
		}
		finally {
			Thread.interrupted();
		}
	}

	private CallResult.Answer replaceState(UnaryOperator<@Nullable Object> function) {
		try {
			Object next = function.apply(this.server.currentState());
			this.server.replaceState(next);
			return value(next);
		}
		catch (Throwable ex) {
			return new CallResult.Answer(null, CallFailures.stateNotReplaced(this.server.type(), this.self.pid(), ex));
		}
		finally {
			// An interrupt the function left must not reach a callback.
			Thread.interrupted();
		}
	}

	private @Nullable SysStatus status(long now) {
		DebugFunctions functions = this.system.functions();
		return this.self.processes()
			.view()
			.info(this.self.pid())
			.map((info) -> new SysStatus(this.self.pid(), info.names(), info.label(), info.parent(), this.server.type(),
					this.system.isSuspended(), info.mailboxSize(), Optional.ofNullable(functions.statistics(now)),
					functions.names()))
			.orElse(null);
	}

}
