package io.triotp.spring.boot.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why a request was refused.
 *
 * @param status the HTTP status
 * @param error what that means
 * @param message what was wrong and what would be right
 */
record ErrorDescriptor(int status, String error, String message) implements OperationResponseBody {

	static ErrorDescriptor badRequest(String message) {
		return new ErrorDescriptor(400, "Bad Request", message);
	}

	static ErrorDescriptor notFound(String message) {
		return new ErrorDescriptor(404, "Not Found", message);
	}

}
