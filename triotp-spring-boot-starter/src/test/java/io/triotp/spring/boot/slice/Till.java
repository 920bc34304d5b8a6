package io.triotp.spring.boot.slice;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;

import org.springframework.stereotype.Component;

/** A server with a collaborator. */
@Component
class Till implements GenServer<Integer, Till.Ring, Cast<Till>> {

	private final Prices prices;

	Till(Prices prices) {
		this.prices = prices;
	}

	record Ring(String article) implements Call<Till, Integer> {
	}

	@Override
	public Integer init() {
		return 0;
	}

	@Override
	public CallResult<Integer> handleCall(Ring ring, From from, Integer sum) {
		int now = sum + this.prices.of(ring.article());
		return reply(ring, now, now);
	}

}
