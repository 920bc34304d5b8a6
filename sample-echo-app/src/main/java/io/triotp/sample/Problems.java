package io.triotp.sample;

import io.triotp.server.CallException;
import io.triotp.supervisor.TooManyChildrenException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * What a client is told when a process does not answer.
 */
@RestControllerAdvice
class Problems {

	@ExceptionHandler
	ProblemDetail unknownSession(UnknownSessionException ex) {
		return problem(HttpStatus.NOT_FOUND, "Unknown session", ex);
	}

	@ExceptionHandler
	ProblemDetail badRequest(IllegalArgumentException ex) {
		return problem(HttpStatus.BAD_REQUEST, "Bad request", ex);
	}

	@ExceptionHandler
	ProblemDetail tooMany(TooManyChildrenException ex) {
		return problem(HttpStatus.SERVICE_UNAVAILABLE, "Too many sessions", ex);
	}

	@ExceptionHandler
	ProblemDetail noAnswer(CallException ex) {
		return switch (ex) {
			case CallException.TimedOut timedOut -> problem(HttpStatus.GATEWAY_TIMEOUT, "No answer in time", ex);
			default -> problem(HttpStatus.SERVICE_UNAVAILABLE, "Server is down", ex);
		};
	}

	private static ProblemDetail problem(HttpStatus status, String title, Exception ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, ex.getMessage());
		problem.setTitle(title);
		return problem;
	}

}
