package io.triotp.spring.boot.actuate;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.InvocationContext;

/**
 * The path of a request of Spring WebFlux, where an operation sees no request: the
 * {@link WebFluxRequestPathFilter} has put it among the arguments.
 */
public final class WebFluxRequestPath extends RequestPath {

	/**
	 * Create a new instance.
	 */
	public WebFluxRequestPath() {
	}

	@Override
	Map<String, String> variables(InvocationContext context) {
		return (context.getArguments().get(Variables.NAME) instanceof Variables variables) ? variables.values()
				: Map.of();
	}

	/**
	 * Known by its type: a client can give an argument this name, but only strings.
	 *
	 * @param values what stands in the path, by name
	 */
	record Variables(Map<String, String> values) {

		static final String NAME = "io.triotp.path";

		Variables {
			values = Map.copyOf(values);
		}

	}

}
