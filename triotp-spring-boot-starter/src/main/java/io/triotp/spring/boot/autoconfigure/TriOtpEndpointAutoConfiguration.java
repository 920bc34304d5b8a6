package io.triotp.spring.boot.autoconfigure;

import java.nio.file.Path;

import io.triotp.durable.DurableStore;
import io.triotp.node.Node;
import io.triotp.spring.boot.ApplicationSpecs;
import io.triotp.spring.boot.actuate.EventStreams;
import io.triotp.spring.boot.actuate.IncidentFiles;
import io.triotp.spring.boot.actuate.RequestPath;
import io.triotp.spring.boot.actuate.ShownValues;
import io.triotp.spring.boot.actuate.StreamTransport;
import io.triotp.spring.boot.actuate.TriOtpEndpoint;
import io.triotp.spring.boot.actuate.TriOtpEndpointWebExtension;
import io.triotp.spring.boot.actuate.UnknownParametersAdvisor;
import io.triotp.spring.boot.page.MvcPage;
import io.triotp.spring.boot.view.NodeReader;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * {@link AutoConfiguration Auto-configuration} for the {@link TriOtpEndpoint}.
 */
@AutoConfiguration(after = { TriOtpAutoConfiguration.class, TriOtpStoreAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(value = Node.class, search = SearchStrategy.CURRENT)
@ConditionalOnAvailableEndpoint(TriOtpEndpoint.class)
@EnableConfigurationProperties(TriOtpEndpointProperties.class)
@Import({ RequestPathConfiguration.class, StreamConfiguration.class, MvcPageConfiguration.class })
public final class TriOtpEndpointAutoConfiguration {

	private static final EndpointId ID = EndpointId.of("triotp");

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	TriOtpEndpoint triOtpEndpoint(Node node, ObjectProvider<ApplicationSpecs> specs, ListableBeanFactory context,
			ObjectProvider<EndpointAccessResolver> resolver, ObjectProvider<StreamTransport> transport,
			ObjectProvider<SanitizingFunction> sanitizing, TriOtpEndpointProperties properties,
			ApplicationEventPublisher publisher) {
		Access access = resolver.stream()
			.findFirst()
			.map((each) -> each.accessFor(ID, Access.READ_ONLY))
			.orElse(Access.READ_ONLY);
		NodeReader reader = NodeReader.of(node, ConfiguredApplications.of(node, specs))
			.withStores(context.getBeansOfType(DurableStore.class).values());
		reader = (access == Access.UNRESTRICTED) ? reader.forThoseWhoMayAct() : reader;
		reader = (transport.getIfAvailable() != null) ? reader.forThoseWhoMaySubscribe() : reader;
		Path directory = properties.incidents().directory();
		reader = (directory != null) ? reader.keeping(new IncidentFiles(directory, node.name())) : reader;
		return new TriOtpEndpoint(node, reader,
				new ShownValues(properties.showValues(), properties.roles(), sanitizing.orderedStream().toList()),
				(event) -> publisher.publishEvent(new AuditApplicationEvent(event)));
	}

	/** A parameter nobody knows is refused: what was meant by it is not done. */
	@Bean
	UnknownParametersAdvisor triOtpUnknownParametersAdvisor(ObjectProvider<RequestPath> path) {
		return new UnknownParametersAdvisor(path.getIfAvailable());
	}

	@Bean
	@ConditionalOnBean(value = TriOtpEndpoint.class, search = SearchStrategy.CURRENT)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	TriOtpEndpointWebExtension triOtpEndpointWebExtension(TriOtpEndpoint endpoint, ObjectProvider<EventStreams> streams,
			ObjectProvider<MvcPage> page) {
		return new TriOtpEndpointWebExtension(endpoint, streams.getIfAvailable(), page.getIfAvailable());
	}

	@Bean
	@ConditionalOnBean(value = { TriOtpEndpoint.class, StreamTransport.class }, search = SearchStrategy.CURRENT)
	EventStreams triOtpEventStreams(Node node, TriOtpEndpoint endpoint, StreamTransport transport,
			TriOtpEndpointProperties properties) {
		TriOtpEndpointProperties.Stream stream = properties.stream();
		return new EventStreams(node, endpoint, transport, stream.maxConnections(), stream.maxAge(),
				stream.heartbeat());
	}

}
