package io.triotp.test.spring;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.context.annotation.ScannedGenericBeanDefinition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.classreading.MetadataReader;

/**
 * The beans that the applications in the configuration name, as children or as templates.
 *
 * @param names their names, without what does not tell two of them apart
 */
record NamedBeans(Set<String> names) {

	private static final ConfigurationPropertyName APPLICATIONS = ConfigurationPropertyName.of("triotp.applications");

	/** A child is a map with a bean, or just the name of one. */
	private static final Pattern NAMES_A_BEAN = Pattern.compile(".*(\\.bean|\\.children\\[\\d+])");

	static NamedBeans none() {
		return new NamedBeans(Set.of());
	}

	static NamedBeans of(Environment environment) {
		return new NamedBeans(StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.map(IterableConfigurationPropertySource.class::cast)
			.flatMap(IterableConfigurationPropertySource::stream)
			.filter(APPLICATIONS::isAncestorOf)
			.map(ConfigurationPropertyName::toString)
			.filter((name) -> NAMES_A_BEAN.matcher(name).matches())
			.flatMap((name) -> Stream.ofNullable(environment.getProperty(name)))
			.map(NamedBeans::relaxed)
			.collect(Collectors.toUnmodifiableSet()));
	}

	boolean contains(MetadataReader component) {
		BeanDefinitionRegistry nothing = new SimpleBeanDefinitionRegistry();
		return this.names.contains(relaxed(AnnotationBeanNameGenerator.INSTANCE
			.generateBeanName(new ScannedGenericBeanDefinition(component), nothing)));
	}

	/** As the starter takes them: {@code echo-server} is {@code echoServer} too. */
	private static String relaxed(String name) {
		return name.strip().replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
	}

}
