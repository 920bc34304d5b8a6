package io.triotp.sample;

import java.time.Duration;
import java.util.Map;

import io.triotp.server.CallException;
import io.triotp.server.ServerRef;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The echo server over HTTP.
 */
@RestController
@RequestMapping("/echo")
class EchoController {

	private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

	private final ServerRef<EchoServer> server;

	EchoController(@Qualifier("echo/server") ServerRef<EchoServer> server) {
		this.server = server;
	}

	/**
	 * Echo.
	 * @param text what to echo
	 * @param delay how long the server takes for it, to see a call time out
	 */
	@GetMapping
	String echo(@RequestParam String text,
			@RequestParam(defaultValue = "0s") @DurationFormat(style = DurationFormat.Style.SIMPLE) Duration delay) {
		if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
			throw new IllegalArgumentException("delay must be from 0s to " + LONGEST_DELAY.toSeconds() + "s");
		}
		return this.server.call(new EchoServer.Echo(text, delay));
	}

	/**
	 * Make the handler of the server throw; its supervisor restarts it.
	 */
	@PostMapping("/crash")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Map<String, String> crash() {
		try {
			return Map.of("answer", this.server.call(new EchoServer.Crash()));
		}
		catch (CallException.ServerExited ex) {
			return Map.of("crashed", ex.reason().toString());
		}
	}

}
