package io.triotp.sample;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The sessions over HTTP.
 */
@RestController
@RequestMapping("/sessions/{name}")
class SessionController {

	private final EchoSessions sessions;

	SessionController(EchoSessions sessions) {
		this.sessions = sessions;
	}

	@PutMapping
	ResponseEntity<Void> open(@PathVariable String name) {
		return ResponseEntity.status(this.sessions.open(name) ? HttpStatus.CREATED : HttpStatus.OK).build();
	}

	@PostMapping
	ResponseEntity<String> say(@PathVariable String name, @RequestBody(required = false) String text) {
		EchoSession.Said said = this.sessions.say(name, (text != null) ? text : "");
		return ResponseEntity.ok().header("X-Echo-Count", String.valueOf(said.count())).body(said.text());
	}

	@DeleteMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void close(@PathVariable String name) {
		this.sessions.close(name);
	}

}
