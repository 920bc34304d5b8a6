package io.triotp.spring.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.triotp.spring.boot.autoconfigure.TriOtpAutoConfiguration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Runs a Spring Boot application with a real application.yml. */
public final class YamlApplication {

	private final Path folder;

	private final List<String> arguments = new ArrayList<>();

	private Map<String, Object> variables = Map.of();

	private Map<String, Object> systemProperties = Map.of();

	public YamlApplication(Path folder, String yaml) {
		this.folder = folder;
		try {
			Files.writeString(folder.resolve("application.yml"), yaml);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.arguments.add("--spring.config.location=file:" + folder + "/");
	}

	public YamlApplication variables(Map<String, Object> variables) {
		this.variables = variables;
		return this;
	}

	/** Beside those of the JVM. */
	public YamlApplication systemProperties(Map<String, Object> systemProperties) {
		this.systemProperties = systemProperties;
		return this;
	}

	public YamlApplication argument(String argument) {
		this.arguments.add(argument);
		return this;
	}

	public ConfigurableApplicationContext run(Class<?>... sources) {
		List<Class<?>> all = new ArrayList<>(List.of(sources));
		all.add(AutoConfigured.class);
		SpringApplication application = new SpringApplication(all.toArray(Class<?>[]::new));
		application.setWebApplicationType(WebApplicationType.NONE);
		StandardEnvironment environment = new StandardEnvironment();
		MutablePropertySources sourcesOf = environment.getPropertySources();
		sourcesOf.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						this.variables));
		Map<String, Object> properties = new HashMap<>(environment.getSystemProperties());
		properties.putAll(this.systemProperties);
		sourcesOf.replace(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
				new MapPropertySource(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, properties));
		application.setEnvironment(environment);
		return application.run(this.arguments.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TriOtpAutoConfiguration.class, LifecycleAutoConfiguration.class,
			ApplicationAvailabilityAutoConfiguration.class })
	static class AutoConfigured {

	}

}
