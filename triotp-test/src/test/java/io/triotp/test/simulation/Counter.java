package io.triotp.test.simulation;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;

/** A number that can be read, written and raised. */
final class Counter implements GenServer<Integer, Call<Counter, Integer>, Cast<Counter>> {

	record Get() implements Call<Counter, Integer> {
	}

	record Put(int value) implements Call<Counter, Integer> {
	}

	record Add(int value) implements Call<Counter, Integer> {
	}

	record Do(Runnable work) implements Cast<Counter> {
	}

	@Override
	public Integer init() {
		return 0;
	}

	@Override
	public CallResult<Integer> handleCall(Call<Counter, Integer> request, From from, Integer state) {
		return switch (request) {
			case Get get -> reply(get, state, state);
			case Put put -> reply(put, put.value(), put.value());
			case Add add -> reply(add, state + add.value(), state + add.value());
			default -> throw new IllegalArgumentException(request.toString());
		};
	}

	@Override
	public Next<Integer> handleCast(Cast<Counter> message, Integer state) {
		if (message instanceof Do(Runnable work)) {
			work.run();
		}
		return next(state);
	}

}
