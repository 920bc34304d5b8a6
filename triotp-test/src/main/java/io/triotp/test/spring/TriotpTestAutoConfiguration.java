package io.triotp.test.spring;

import io.triotp.node.Node;
import io.triotp.test.ManualTime;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * {@link AutoConfiguration Auto-configuration} for tests: with
 * {@code triotp.test.manual-time} the node has a {@link ManualTime}, which is a bean.
 */
@AutoConfiguration(beforeName = "io.triotp.spring.boot.autoconfigure.TriOtpAutoConfiguration")
@EnableConfigurationProperties(TriotpTestProperties.class)
public final class TriotpTestAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("triotp.test.manual-time")
	static class ManualTimeConfiguration {

		/** Closed with the node. */
		@Bean(destroyMethod = "")
		ManualTime triOtpManualTime() {
			return new ManualTime();
		}

		@Bean
		@Lazy(false)
		TimeOfStops triOtpTimeOfStops(ManualTime time, Node node) {
			return new TimeOfStops(time);
		}

	}

}
