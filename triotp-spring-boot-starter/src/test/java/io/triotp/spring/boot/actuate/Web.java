package io.triotp.spring.boot.actuate;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The ways in which an application can be on the web.
 */
enum Web {

	/** Spring MVC on Tomcat. */
	MVC(WebApplicationType.SERVLET, false),

	/** Spring MVC, and the management apart. */
	MVC_APART(WebApplicationType.SERVLET, true),

	/** Spring WebFlux on Netty. */
	WEBFLUX(WebApplicationType.REACTIVE, false),

	/** Spring WebFlux, and the management apart. */
	WEBFLUX_APART(WebApplicationType.REACTIVE, true);

	private final WebApplicationType type;

	private final boolean apart;

	Web(WebApplicationType type, boolean apart) {
		this.type = type;
		this.apart = apart;
	}

	ConfigurableApplicationContext run(Class<?> configuration, String... more) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--server.address=127.0.0.1",
				"--spring.main.banner-mode=off", "--management.endpoints.web.exposure.include=triotp"));
		if (this.apart) {
			arguments.addAll(List.of("--management.server.port=0", "--management.server.address=127.0.0.1",
					"--management.server.base-path=/admin", "--management.endpoints.web.base-path=/manage",
					"--management.endpoints.web.path-mapping.triotp=otp"));
		}
		arguments.addAll(List.of(more));
		return new SpringApplicationBuilder(configuration).web(this.type).run(arguments.toArray(String[]::new));
	}

	EndpointClient client(ConfigurableApplicationContext context) {
		return this.apart ? EndpointClient.ofManagement(context, "/admin/manage/otp") : EndpointClient.of(context);
	}

}
