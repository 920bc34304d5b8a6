package io.triotp.sample;

import io.triotp.server.ServerRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The client of the tutorial: says hello and world, checks the answers, stops the server.
 */
// tag::client[]
@Component
public class EchoClient implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(EchoClient.class);

	private final ServerRef<EchoServer> server;

	public EchoClient(@Qualifier("tutorial/server") ServerRef<EchoServer> server) {
		this.server = server;
	}

	@Override
	public void run() {
		say("hello");
		say("world");
		this.server.cast(new EchoServer.Stop());
	}

	private void say(String text) {
		String answer = this.server.call(new EchoServer.Echo(text));
		if (!answer.equals(text)) {
			throw new IllegalStateException("said '" + text + "', but heard '" + answer + "'");
		}
		log.info("said {}, heard {}", text, answer);
	}

}
// end::client[]
