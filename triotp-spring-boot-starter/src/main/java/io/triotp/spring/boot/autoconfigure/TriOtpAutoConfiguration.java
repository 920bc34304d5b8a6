package io.triotp.spring.boot.autoconfigure;

import java.util.Collection;
import java.util.List;

import io.triotp.node.Node;
import io.triotp.process.LoggingContext;
import io.triotp.process.MessageObserver;
import io.triotp.process.NodeOptions;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.config.ApplicationsRegistrar;
import io.triotp.spring.boot.probe.ProbeGate;
import io.triotp.spring.boot.lifecycle.ApplicationLifecycles;
import io.triotp.spring.boot.lifecycle.SupervisionEvents;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * {@link AutoConfiguration Auto-configuration} for a {@link Node} and its applications.
 * If you define a {@code Node} bean, that one is used; what happens when one of its
 * applications fails, and when it is closed, is then up to you. If you define a
 * {@code TimeSource} bean, that is the clock of the node, and is closed with it. If a
 * permanent application runs when the main method has started the Spring application, the
 * JVM stays until the context is closed, also without a web server;
 * {@code spring.main.keep-alive=false} declines that.
 *
 * <p>
 * Each context has a node of its own, also below a parent that has one: it runs what is
 * declared in that context, and is closed with it. In a child context a {@code Node},
 * {@code ServerRef} or {@code Supervisor} of the child is injected before one of its
 * parent; the references that only the parent has can be injected too, and lead to the
 * node of the parent. The context of a separate management port has no node.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "triotp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TriOtpProperties.class)
@ImportRuntimeHints(TriOtpRuntimeHints.class)
public final class TriOtpAutoConfiguration {

	@Bean
	static ApplicationsRegistrar triOtpApplicationsRegistrar() {
		return new ApplicationsRegistrar();
	}

	/** Not lazy: the applications are started in a lazy context too. */
	@Bean
	@Lazy(false)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	ApplicationLifecycles triOtpApplicationLifecycles(ConfigurableBeanFactory factory, Environment environment) {
		return new ApplicationLifecycles(factory, environment);
	}

	@Bean
	@Lazy(false)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	KeepAlive triOtpKeepAlive(ApplicationContext context) {
		return new KeepAlive(context);
	}

	/** Not lazy: nobody asks for it. */
	@Bean
	@Lazy(false)
	@ConditionalOnBooleanProperty(name = "triotp.events.enabled")
	SupervisionEvents triOtpSupervisionEvents(Node node, ApplicationContext context) {
		return new SupervisionEvents(node, context);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(value = Node.class, search = SearchStrategy.CURRENT)
	static class NodeConfiguration {

		@Bean
		NodeShutdown triOtpNodeShutdown() {
			return new NodeShutdown();
		}

		/**
		 * Last, unless it is told otherwise: what others bring along must not hide it.
		 */
		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		@ConditionalOnBooleanProperty(name = "triotp.logging.mdc", matchIfMissing = true)
		LoggingContext triOtpLoggingContext() {
			return new LoggingContext();
		}

		@Bean
		ProbeGate triOtpProbeGate() {
			return new ProbeGate();
		}

		@Bean(destroyMethod = "")
		Node triOtpNode(TriOtpProperties properties, Environment environment, ApplicationContext context,
				ObjectProvider<MessageObserver> observers, ObjectProvider<TimeSource> times, NodeShutdown shutdown) {
			NodeOptions options = NodeOptions.defaults()
				.name(name(properties, environment))
				.callTimeout(properties.defaults().callTimeout())
				.startTimeout(properties.defaults().startTimeout())
				.highWaterMark(properties.defaults().highWaterMark())
				.wedgedAfter(properties.defaults().wedgedAfter())
				.spareCarriers(properties.defaults().spareCarriers())
				.abandonedCalls(properties.defaults().abandonedCalls())
				.history(properties.defaults().history())
				.observers(ofThisContext(context, observers));
			TimeSource time = timeOfThisContext(context, times);
			return shutdown
				.closeLater(Node.start((time != null) ? options.time(time) : options, new FailurePolicy(context)));
		}

		/** One of a parent context would be closed with the node of the child. */
		private static @Nullable TimeSource timeOfThisContext(ApplicationContext context,
				ObjectProvider<TimeSource> times) {
			TimeSource time = times.getIfAvailable();
			return context.getBeansOfType(TimeSource.class).containsValue(time) ? time : null;
		}

		/** In their order. Those of a parent context observe the node of the parent. */
		private static List<MessageObserver> ofThisContext(ApplicationContext context,
				ObjectProvider<MessageObserver> observers) {
			Collection<MessageObserver> own = context.getBeansOfType(MessageObserver.class).values();
			return observers.orderedStream().filter(own::contains).toList();
		}

		private static String name(TriOtpProperties properties, Environment environment) {
			String name = properties.nodeName();
			name = StringUtils.hasText(name) ? name : environment.getProperty("spring.application.name");
			return StringUtils.hasText(name) ? name : NodeOptions.DEFAULT_NAME;
		}

	}

}
