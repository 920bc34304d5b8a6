package io.triotp.spring.boot.actuate;

import com.fasterxml.jackson.annotation.JsonValue;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Has Spring Boot write a view as it writes all bodies of endpoints, whatever the
 * application has set for its own JSON. The view itself does not know Spring Boot.
 *
 * @param view what to write, in place of this
 */
record ViewBody(@JsonValue Object view) implements OperationResponseBody {
}
