package io.triotp.test.spring;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What tests can say in the configuration.
 *
 * @param manualTime Whether the time of the node stands still until the test moves it.
 */
@ConfigurationProperties("triotp.test")
record TriotpTestProperties(@DefaultValue("false") boolean manualTime) {

}
