package io.triotp.spring;

import java.util.List;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Registers the applications of a context.
 */
public final class ApplicationsRegistrar implements BeanDefinitionRegistryPostProcessor {

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		registry.registerBeanDefinition("triOtpApplicationSpecs",
				new RootBeanDefinition(ApplicationSpecs.class, () -> new ApplicationSpecs(List.of())));
	}

}
