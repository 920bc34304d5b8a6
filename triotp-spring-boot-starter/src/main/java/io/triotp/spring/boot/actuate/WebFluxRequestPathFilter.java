package io.triotp.spring.boot.actuate;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Hands what stands in the path of a request on to {@link WebFluxRequestPath}. Spring
 * Boot makes the arguments of an operation of the variables of the path, so one more is
 * written beside them when Spring WebFlux writes them.
 */
public final class WebFluxRequestPathFilter implements WebFilter {

	private final PathPattern below;

	/**
	 * Create a new instance.
	 * @param endpoint the path of the endpoint, such as {@code /actuator/triotp}
	 */
	public WebFluxRequestPathFilter(String endpoint) {
		this.below = PathPatternParser.defaultInstance.parse(endpoint + "/**");
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean ours = this.below.matches(exchange.getRequest().getPath().pathWithinApplication());
		return chain.filter(ours ? new Exchange(exchange) : exchange);
	}

	private static final class Exchange extends ServerWebExchangeDecorator {

		private final Map<String, Object> attributes;

		Exchange(ServerWebExchange exchange) {
			super(exchange);
			this.attributes = new Attributes(exchange.getAttributes());
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.attributes;
		}

	}

	/** Those of an exchange; also others that wrap it later write here. */
	private static final class Attributes extends AbstractMap<String, Object> {

		private final Map<String, Object> all;

		Attributes(Map<String, Object> all) {
			this.all = all;
		}

		@Override
		public @Nullable Object put(String name, Object value) {
			boolean path = name.equals(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
			return this.all.put(name, (path && value instanceof Map<?, ?> variables) ? withItself(variables) : value);
		}

		@SuppressWarnings("unchecked") // as Spring WebFlux writes it
		private static Map<Object, Object> withItself(Map<?, ?> variables) {
			Map<Object, Object> more = new LinkedHashMap<>(variables);
			more.put(WebFluxRequestPath.Variables.NAME,
					new WebFluxRequestPath.Variables((Map<String, String>) variables));
			return more;
		}

		@Override
		public @Nullable Object get(Object name) {
			return this.all.get(name);
		}

		@Override
		public boolean containsKey(Object name) {
			return this.all.containsKey(name);
		}

		@Override
		public @Nullable Object remove(Object name) {
			return this.all.remove(name);
		}

		@Override
		public Set<Entry<String, Object>> entrySet() {
			return this.all.entrySet();
		}

	}

}
