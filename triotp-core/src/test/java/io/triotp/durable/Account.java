package io.triotp.durable;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.testing.Gate;

/**
 * A durable sum, which does what it is asked.
 */
final class Account implements GenServer<Account.Sum, Account.Ask<?>, Account.Tell> {

	/** The reason it was given last, and the state with it. */
	private final List<Object> terminated;

	Account(List<Object> terminated) {
		this.terminated = terminated;
	}

	static StateCodec<Sum> codec() {
		return new StateCodec<>() {

			@Override
			public int schema() {
				return 1;
			}

			@Override
			public byte[] encode(Sum state) {
				if (state.value() == 666) {
					throw new IllegalArgumentException("666 cannot be encoded");
				}
				return Long.toString(state.value()).getBytes(StandardCharsets.UTF_8);
			}

			@Override
			public Sum decode(byte[] bytes, int schema) {
				return new Sum(Long.parseLong(new String(bytes, StandardCharsets.UTF_8)));
			}

		};
	}

	@Override
	public Sum init() {
		return new Sum(0);
	}

	@Override
	public CallResult<Sum> handleCall(Ask<?> request, From from, Sum state) {
		return switch (request) {
			case Add add -> reply(add, state.value() + add.number(), state.plus(add.number()));
			case Read read -> reply(read, state.value(), state);
			case AddAndSend add -> {
				self().send(add.to(), add.message());
				yield reply(add, state.value() + add.number(), state.plus(add.number()));
			}
			case SendAndCrash crash -> {
				self().send(crash.to(), "before the crash");
				throw new IllegalStateException("asked to crash");
			}
			case Forget forget -> reply(forget, true, nothing());
			case AddAndStop add ->
				replyAndStop(add, state.value() + add.number(), ExitReason.normal(), state.plus(add.number()));
			case AddThenCall add -> {
				self().send(add.to(), "before the call");
				long other = add.other().call(new Add(add.number()));
				yield reply(add, other, state.plus(add.number()));
			}
			case ReplyThenCall call -> {
				from.to(call).reply(state.value() + call.number());
				call.other().call(new Add(call.number()));
				yield next(state.plus(call.number()));
			}
			case ReplyInside reply -> {
				boolean told = from.to(reply).reply(state.value() + 1);
				yield told ? next(state.plus(1)) : stop(state);
			}
		};
	}

	@SuppressWarnings("NullAway")
	private static Sum nothing() {
		return null;
	}

	@Override
	public Next<Sum> handleCast(Tell message, Sum state) {
		return switch (message) {
			case Note note -> next(state.plus(note.number()));
			case ReplyFor reply -> {
				reply.from().to(reply.question()).reply(state.value());
				yield next(state.plus(1));
			}
			case Crash crash -> throw new IllegalStateException("told to crash");
			case WaitAndAdd wait -> {
				wait.gate().passStubbornly();
				yield next(state.plus(wait.number()));
			}
		};
	}

	@Override
	public void terminate(ExitReason reason, Sum state) {
		this.terminated.add(reason);
		this.terminated.add(state);
	}

	record Sum(long value) {

		Sum plus(long number) {
			return new Sum(this.value + number);
		}

	}

	sealed interface Ask<R> extends Call<Account, R> {

	}

	record Add(long number) implements Ask<Long> {
	}

	record Read() implements Ask<Long> {
	}

	record AddAndSend(long number, Pid to, Object message) implements Ask<Long> {
	}

	record SendAndCrash(Pid to) implements Ask<Long> {
	}

	record Forget() implements Ask<Boolean> {
	}

	record AddAndStop(long number) implements Ask<Long> {
	}

	record AddThenCall(long number, Pid to, ServerRef<Account> other) implements Ask<Long> {
	}

	record ReplyThenCall(long number, ServerRef<Account> other) implements Ask<Long> {
	}

	record ReplyInside() implements Ask<Long> {
	}

	sealed interface Tell extends Cast<Account> {

	}

	record Note(long number) implements Tell {
	}

	record Crash() implements Tell {
	}

	record ReplyFor(From from, Call<?, Long> question) implements Tell {
	}

	record WaitAndAdd(Gate gate, long number) implements Tell {
	}

}
