package io.triotp.dashboard;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * {@link AutoConfiguration Auto-configuration} for the keys of the dashboard, which are
 * known also where there is no page: what the starter does not know below {@code triotp}
 * it takes for a mistake.
 */
@AutoConfiguration
@EnableConfigurationProperties(TriOtpDashboardProperties.class)
public final class TriOtpDashboardPropertiesAutoConfiguration {

}
