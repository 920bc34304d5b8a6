package io.triotp.spring.boot.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be said about the endpoint.
 *
 * @param stream The stream of events.
 */
@ConfigurationProperties("management.endpoint.triotp")
record TriOtpEndpointProperties(@DefaultValue Stream stream) {

	/**
	 * The stream of events.
	 *
	 * @param maxConnections Number of clients that may be connected to the stream at a
	 * time.
	 * @param maxAge Time after which a connection to the stream is ended, so that the
	 * client connects again and is checked again.
	 * @param heartbeat Time a connection to the stream is silent at most, as proxies cut
	 * those that are silent for long.
	 */
	record Stream(@DefaultValue("16") int maxConnections, @DefaultValue("30m") Duration maxAge,
			@DefaultValue("15s") Duration heartbeat) {
	}

}
