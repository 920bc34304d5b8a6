package io.triotp.dashboard;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * {@link ConfigurationProperties @ConfigurationProperties} for the dashboard.
 *
 * @param enabled whether there is a page below the endpoint, at {@code ui/}
 * @param frameAncestors who may show the page in a frame, as {@code frame-ancestors} of a
 * content security policy has it, such as {@code 'self' https://admin.example.com}
 */
@ConfigurationProperties("triotp.dashboard")
record TriOtpDashboardProperties(@DefaultValue("true") boolean enabled, @DefaultValue("'none'") String frameAncestors) {

	TriOtpDashboardProperties {
		Assert.isTrue(
				!frameAncestors.isBlank() && frameAncestors.chars().noneMatch((c) -> c == ';' || c == ',' || c < ' '),
				() -> "triotp.dashboard.frame-ancestors must be sources, separated by spaces, such as "
						+ "'self' https://admin.example.com, but is \"" + frameAncestors + "\"");
	}

}
