package io.triotp.sample;

import io.triotp.server.ServerRef;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends the visitor to the echo server.
 */
@RestController
@RequestMapping("/visits")
class VisitController {

	private static final int MOST = 100_000;

	private final ServerRef<EchoVisitor> visitor;

	VisitController(@Qualifier("echo/client") ServerRef<EchoVisitor> visitor) {
		this.visitor = visitor;
	}

	/**
	 * Have the visitor go, and do not wait for it.
	 * @param count how often; what it has not got to yet waits in its mailbox
	 */
	@PostMapping
	@ResponseStatus(HttpStatus.ACCEPTED)
	void visit(@RequestParam(defaultValue = "1") int count) {
		if (count < 1 || count > MOST) {
			throw new IllegalArgumentException("count must be from 1 to " + MOST);
		}
		for (int i = 0; i < count; i++) {
			this.visitor.cast(new EchoVisitor.Visit());
		}
	}

}
