package io.triotp.spring.boot.actuate;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.InvocationContext;

/**
 * What the path of a request says to an operation. Spring Boot hands it over in one map
 * with what body and query say, which replaces what has the same name: rules that look at
 * the path would allow one thing, and another would be done.
 */
public abstract sealed class RequestPath permits MvcRequestPath, WebFluxRequestPath {

	RequestPath() {
	}

	/**
	 * {@return what stands in the path, by the names of selectors; empty if the operation
	 * is not invoked by a request with a path}
	 * @param context the invocation
	 */
	abstract Map<String, String> variables(InvocationContext context);

}
