package io.triotp.spring.boot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * What can be said about the endpoint.
 *
 * @param showValues When to show what servers hold.
 * @param roles Roles of those who may see what servers hold, if it is shown when
 * authorized. Everybody who has logged in, if there are none.
 * @param stream The stream of events.
 * @param incidents What is kept when something breaks.
 */
@ConfigurationProperties("management.endpoint.triotp")
record TriOtpEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles,
		@DefaultValue Stream stream, @DefaultValue Incidents incidents) {

	/**
	 * What is kept when something breaks.
	 *
	 * @param directory Directory in which each incident is written into a file of its
	 * own, so that it is known after the end of the JVM. Without one, incidents are kept
	 * in memory only.
	 */
	record Incidents(@Nullable Path directory) {
	}

	/**
	 * The stream of events.
	 *
	 * @param maxConnections Number of clients that may be connected to the stream at a
	 * time.
	 * @param maxAge Time after which a connection to the stream is ended, so that the
	 * client connects again and is checked again. A number without a unit is seconds.
	 * @param heartbeat Time a connection to the stream is silent at most, as proxies cut
	 * those that are silent for long. A number without a unit is seconds.
	 */
	record Stream(@DefaultValue("16") int maxConnections,
			@DefaultValue("30m") @DurationUnit(ChronoUnit.SECONDS) Duration maxAge,
			@DefaultValue("15s") @DurationUnit(ChronoUnit.SECONDS) Duration heartbeat) {
	}

}
