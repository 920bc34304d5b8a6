package io.triotp.spring.boot.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.observation.CallObservationConvention;
import io.triotp.spring.boot.observation.CastObservationConvention;
import io.triotp.spring.boot.observation.LinkedTracingObservationHandler;
import io.triotp.spring.boot.observation.MessageHandlerObservationConvention;
import io.triotp.spring.boot.observation.ObservationMessageObserver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link AutoConfiguration Auto-configuration} for observations of messages, and for the
 * context of the sender in the handler. Each context observes the node of its own; the
 * registry may be that of a parent.
 */
@AutoConfiguration(after = TriOtpAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration" })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = { "triotp.enabled", "triotp.observation.enabled" }, matchIfMissing = true)
public final class TriOtpObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ObservationMessageObserver triOtpObservationMessageObserver(ObservationRegistry registry,
			TriOtpProperties properties, ObjectProvider<CallObservationConvention> ofCalls,
			ObjectProvider<CastObservationConvention> ofCasts,
			ObjectProvider<MessageHandlerObservationConvention> ofHandlers) {
		return new ObservationMessageObserver(registry, properties.observation().always(), ofCalls.getIfAvailable(),
				ofCasts.getIfAvailable(), ofHandlers.getIfAvailable());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TracingObservationHandler.class)
	@ConditionalOnBean(Tracer.class)
	static class TracingConfiguration {

		@Bean
		@ConditionalOnMissingBean
		LinkedTracingObservationHandler triOtpLinkedTracingObservationHandler(Tracer tracer) {
			return new LinkedTracingObservationHandler(tracer);
		}

	}

}
