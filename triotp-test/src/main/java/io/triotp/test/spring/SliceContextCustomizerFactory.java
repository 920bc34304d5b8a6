package io.triotp.test.spring;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Finds out which tests are slices. Not by {@code @TypeExcludeFilters}, whose filters are
 * not told of the environment, and that says which beans the trees name.
 */
final class SliceContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configuration) {
		return TestContextAnnotationUtils.hasAnnotation(testClass, TriotpSliceTest.class)
				? new SliceContextCustomizer(testClass, new SliceTypeExcludeFilter(testClass, NamedBeans.none()))
				: null;
	}

}
