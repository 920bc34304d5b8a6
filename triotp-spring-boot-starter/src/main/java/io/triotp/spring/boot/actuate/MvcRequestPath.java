package io.triotp.spring.boot.actuate;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.HandlerMapping;

/**
 * The path of a request of Spring MVC, which runs operations on the thread of the
 * request.
 */
public final class MvcRequestPath extends RequestPath {

	/**
	 * Create a new instance.
	 */
	public MvcRequestPath() {
	}

	@Override
	@SuppressWarnings("unchecked") // as Spring MVC writes it
	Map<String, String> variables(InvocationContext context) {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		Object variables = (request != null)
				? request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST)
				: null;
		return (variables != null) ? (Map<String, String>) variables : Map.of();
	}

}
