package io.triotp.spring.boot.actuate;

import java.util.ArrayList;
import java.util.List;

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
 * {@link OperationInvokerAdvisor} that refuses parameters the operations of the
 * {@link TriOtpEndpoint} do not know, which Spring Boot ignores: whoever misspells
 * {@code limit} must not believe the answer. Touches no other endpoint.
 */
public final class UnknownParametersAdvisor implements OperationInvokerAdvisor {

	private static final EndpointId ID = EndpointId.of("triotp");

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!endpointId.equals(ID)) {
			return invoker;
		}
		List<String> known = new ArrayList<>();
		for (OperationParameter parameter : parameters) {
			if (parameter.getType() != SecurityContext.class) {
				known.add(parameter.getName());
			}
		}
		return (context) -> {
			requireKnown(context, known);
			return invoker.invoke(context);
		};
	}

	private static void requireKnown(InvocationContext context, List<String> known) {
		for (String name : context.getArguments().keySet()) {
			if (!known.contains(name)) {
				throw new InvalidEndpointRequestException("triotp knows no parameter '" + name + "' here",
						"unknown parameter '" + name + "'; known are: " + String.join(", ", known));
			}
		}
	}

}
