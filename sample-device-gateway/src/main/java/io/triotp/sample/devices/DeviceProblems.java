package io.triotp.sample.devices;

import io.triotp.server.CallException;
import io.triotp.supervisor.ChildStartException;
import io.triotp.supervisor.TooManyChildrenException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * What a device is told when its process does not answer.
 */
@RestControllerAdvice
class DeviceProblems {

	@ExceptionHandler
	ProblemDetail badRequest(IllegalArgumentException ex) {
		return problem(HttpStatus.BAD_REQUEST, "Bad request", ex);
	}

	/** It crashed, waits for its restart, or has too much to do. */
	@ExceptionHandler
	ProblemDetail noAnswer(CallException ex) {
		return (ex instanceof CallException.TimedOut) ? problem(HttpStatus.GATEWAY_TIMEOUT, "No answer in time", ex)
				: problem(HttpStatus.SERVICE_UNAVAILABLE, "Try again later", ex);
	}

	@ExceptionHandler({ ChildStartException.class, TooManyChildrenException.class })
	ProblemDetail notStarted(RuntimeException ex) {
		return problem(HttpStatus.SERVICE_UNAVAILABLE, "Try again later", ex);
	}

	private static ProblemDetail problem(HttpStatus status, String title, Exception ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, ex.getMessage());
		problem.setTitle(title);
		return problem;
	}

}
