package io.triotp.test.simulation;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;

/** A hall with ten seats. */
final class Hall implements GenServer<Integer, Call<Hall, ?>, Cast<Hall>> {

	/** How many are left. */
	record Seats() implements Call<Hall, Integer> {
	}

	/** One of them. */
	record Take() implements Call<Hall, Integer> {
	}

	/** One of them, if there is one. */
	record TakeIfAny() implements Call<Hall, Boolean> {
	}

	@Override
	public Integer init() {
		return 10;
	}

	@Override
	public CallResult<Integer> handleCall(Call<Hall, ?> request, From from, Integer left) {
		return switch (request) {
			case Seats seats -> reply(seats, left, left);
			case Take take -> reply(take, left - 1, left - 1);
			case TakeIfAny take -> reply(take, left > 0, Math.max(0, left - 1));
			default -> throw new IllegalArgumentException(request.toString());
		};
	}

}
