package io.triotp.sample;

import java.time.Duration;

import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Talks to the echo server now and then; its state is how often it was answered.
 */
@Component
public class EchoVisitor implements GenServer<Integer, Call<EchoVisitor, ?>, EchoVisitor.Visit> {

	private static final Logger log = LoggerFactory.getLogger(EchoVisitor.class);

	private static final Duration PERIOD = Duration.ofSeconds(10);

	private final ServerRef<EchoServer> server;

	EchoVisitor(@Qualifier("echo/server") ServerRef<EchoServer> server) {
		this.server = server;
	}

	record Visit() implements Cast<EchoVisitor> {
	}

	@Override
	public Integer init() {
		self().sendEvery(PERIOD, new Visit());
		return 0;
	}

	@Override
	public Next<Integer> handleInfo(Object message, Integer visits) {
		return visit(visits);
	}

	@Override
	public Next<Integer> handleCast(Visit visit, Integer visits) {
		return visit(visits);
	}

	private Next<Integer> visit(Integer visits) {
		try {
			String answer = this.server.call(new EchoServer.Echo("visit " + (visits + 1)));
			log.debug("heard {}", answer);
			return next(visits + 1);
		}
		catch (CallException ex) {
			log.warn("nobody at home: {}", ex.getMessage());
			return next(visits);
		}
	}

}
