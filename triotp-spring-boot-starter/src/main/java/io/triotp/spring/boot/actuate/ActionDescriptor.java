package io.triotp.spring.boot.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What has become of an action. What has no value is left out.
 *
 * @param status the HTTP status
 * @param action what was asked for
 * @param path the place
 * @param oldId the process it was asked of
 * @param newId the process the place has now
 * @param message why it was not done
 */
record ActionDescriptor(int status, String action, @Nullable String path, @Nullable String oldId,
		@Nullable String newId, @Nullable String message) implements OperationResponseBody {
}
