// tag::counter[]
package com.example.counter;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;

import org.springframework.stereotype.Component;

@Component
class Counter implements GenServer<Integer, Counter.Add, Cast<Counter>> {

	/** A call to a counter, which is answered with a number. */
	record Add(int number) implements Call<Counter, Integer> {
	}

	/** The first state, also after a crash. */
	@Override
	public Integer init() {
		return 0;
	}

	/** One call at a time: gets the state, and returns the next one with the answer. */
	@Override
	public CallResult<Integer> handleCall(Add add, From from, Integer sum) {
		int next = Math.addExact(sum, add.number()); // throws if the sum is too large
		return reply(add, next, next);
	}

}
// end::counter[]
