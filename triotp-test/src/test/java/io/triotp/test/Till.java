package io.triotp.test;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;

/** Sums up. */
final class Till implements GenServer<Integer, Till.Ring, Cast<Till>> {

	record Ring(int cents) implements Call<Till, Integer> {
	}

	@Override
	public Integer init() {
		return 0;
	}

	@Override
	public CallResult<Integer> handleCall(Ring ring, From from, Integer sum) {
		if (ring.cents() < 0) {
			throw new IllegalArgumentException("nobody gives money back");
		}
		return reply(ring, sum + ring.cents(), sum + ring.cents());
	}

	@Override
	public Next<Integer> handleInfo(Object message, Integer sum) {
		return next(sum);
	}

}
