// tag::application[]
package com.example.counter;

import io.triotp.server.CallException;
import io.triotp.server.ServerRef;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class CounterApplication {

	private final ServerRef<Counter> counter; // leads to the next process after a crash

	CounterApplication(ServerRef<Counter> counter) {
		this.counter = counter;
	}

	@PostMapping("/counter")
	int add(@RequestParam int add) {
		return this.counter.call(new Counter.Add(add));
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
	String noAnswer(CallException ex) {
		return ex.getMessage();
	}

	public static void main(String[] args) {
		SpringApplication.run(CounterApplication.class, args);
	}

}
// end::application[]
