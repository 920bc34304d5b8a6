package io.triotp.jdbc;

import java.nio.charset.StandardCharsets;

import io.triotp.durable.StateCodec;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;

/**
 * A durable server that counts its calls: as small as one can be.
 */
final class Counter implements GenServer<Long, Counter.Ask, Cast<Counter>> {

	sealed interface Ask extends Call<Counter, Long> {

	}

	record Add() implements Ask {
	}

	record Look() implements Ask {
	}

	@Override
	public Long init() {
		return 0L;
	}

	@Override
	public CallResult<Long> handleCall(Ask request, From from, Long state) {
		return switch (request) {
			case Add add -> reply(add, state + 1, state + 1);
			case Look look -> reply(look, state, state);
		};
	}

	/** As text. */
	record Codec() implements StateCodec<Long> {

		@Override
		public int schema() {
			return 1;
		}

		@Override
		public byte[] encode(Long state) {
			return state.toString().getBytes(StandardCharsets.US_ASCII);
		}

		@Override
		public Long decode(byte[] bytes, int schema) {
			return Long.valueOf(new String(bytes, StandardCharsets.US_ASCII));
		}

	}

}
