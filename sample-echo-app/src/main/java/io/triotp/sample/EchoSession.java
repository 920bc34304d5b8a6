package io.triotp.sample;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;

/**
 * One conversation: echoes, and counts what it has echoed.
 */
class EchoSession implements GenServer<Integer, EchoSession.Say, Cast<EchoSession>> {

	record Say(String text) implements Call<EchoSession, Said> {
	}

	record Said(String text, int count) {
	}

	@Override
	public Integer init() {
		return 0;
	}

	@Override
	public CallResult<Integer> handleCall(Say say, From from, Integer count) {
		return reply(say, new Said(say.text(), count + 1), count + 1);
	}

}
