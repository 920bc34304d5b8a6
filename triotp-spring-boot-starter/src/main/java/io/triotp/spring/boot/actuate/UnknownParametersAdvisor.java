package io.triotp.spring.boot.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * {@link OperationInvokerAdvisor} that refuses parameters that cannot be meant for an
 * operation of the {@link TriOtpEndpoint}. Touches no other endpoint.
 * <ul>
 * <li>Those the operation does not know, which Spring Boot ignores: whoever misspells
 * {@code limit} must not believe the answer.</li>
 * <li>Those that replace what stands in the path: who may do what is often decided by the
 * path.</li>
 * </ul>
 */
public final class UnknownParametersAdvisor implements OperationInvokerAdvisor {

	private static final EndpointId ID = EndpointId.of("triotp");

	/** Spring Security leads back with it, without a value, whoever had to log in. */
	private static final String AFTER_LOGIN = "continue";

	private final @Nullable RequestPath path;

	/**
	 * Create a new instance.
	 * @param path tells what stands in the path of a request, {@code null} if there are
	 * none
	 */
	public UnknownParametersAdvisor(@Nullable RequestPath path) {
		this.path = path;
	}

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!endpointId.equals(ID)) {
			return invoker;
		}
		List<String> known = new ArrayList<>();
		List<String> restsOfPaths = new ArrayList<>();
		for (OperationParameter parameter : parameters) {
			if (parameter.getType() != SecurityContext.class) {
				known.add(parameter.getName());
			}
			if (parameter.getType() == String[].class) {
				restsOfPaths.add(parameter.getName());
			}
		}
		return (context) -> {
			requireKnown(context, known);
			requireAsInThePath(context, restsOfPaths);
			return invoker.invoke(context);
		};
	}

	private static void requireKnown(InvocationContext context, List<String> known) {
		context.getArguments().forEach((name, value) -> {
			if (!known.contains(name) && !isOfAFramework(name, value)) {
				throw new InvalidEndpointRequestException("triotp knows no parameter '" + name + "' here",
						"unknown parameter '" + name + "'; known are: " + String.join(", ", known));
			}
		});
	}

	private static boolean isOfAFramework(String name, Object value) {
		return value instanceof WebFluxRequestPath.Variables || (name.equals(AFTER_LOGIN) && value.equals(""));
	}

	private void requireAsInThePath(InvocationContext context, List<String> restsOfPaths) {
		Map<String, Object> arguments = context.getArguments();
		for (String rest : restsOfPaths) {
			if (!(arguments.get(rest) instanceof String[])) {
				throw replaced(rest);
			}
		}
		Map<String, String> written = (this.path != null) ? this.path.variables(context) : Map.of();
		written.forEach((name, value) -> {
			if (!restsOfPaths.contains(name) && !value.equals(arguments.get(name))) {
				throw replaced(name);
			}
		});
	}

	private static InvalidEndpointRequestException replaced(String name) {
		return new InvalidEndpointRequestException("triotp takes '" + name + "' from the path",
				"'" + name + "' stands in the path; no parameter and no key of the body may replace it");
	}

}
