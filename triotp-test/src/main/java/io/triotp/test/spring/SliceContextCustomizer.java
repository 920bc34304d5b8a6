package io.triotp.test.spring;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Gives the context of a slice its filter.
 */
final class SliceContextCustomizer implements ContextCustomizer {

	private final Class<?> testClass;

	/** Tells which contexts are the same. */
	private final SliceTypeExcludeFilter wanted;

	SliceContextCustomizer(Class<?> testClass, SliceTypeExcludeFilter wanted) {
		this.testClass = testClass;
		this.wanted = wanted;
	}

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
		context.getBeanFactory()
			.registerSingleton(SliceTypeExcludeFilter.class.getName(),
					new SliceTypeExcludeFilter(this.testClass, NamedBeans.of(context.getEnvironment())));
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof SliceContextCustomizer customizer && this.wanted.equals(customizer.wanted);
	}

	@Override
	public int hashCode() {
		return this.wanted.hashCode();
	}

}
