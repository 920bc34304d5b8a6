package io.triotp.test.spring;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

import io.triotp.server.GenServer;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.util.ClassUtils;

/**
 * Leaves out every component that no tree needs. Equal to that of another test if both
 * can share a context.
 */
final class SliceTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<TriotpSliceTest> {

	private static final String CUSTOMIZER = "io.triotp.spring.boot.TriOtpCustomizer";

	private final NamedBeans named;

	private final Set<Class<?>> types = new LinkedHashSet<>(Set.of(GenServer.class));

	SliceTypeExcludeFilter(Class<?> testClass, NamedBeans named) {
		super(testClass);
		this.named = named;
		// The starter depends on this module in its own tests, not the other way round.
		ClassLoader loader = getClass().getClassLoader();
		if (ClassUtils.isPresent(CUSTOMIZER, loader)) {
			this.types.add(ClassUtils.resolveClassName(CUSTOMIZER, loader));
		}
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return this.types;
	}

	@Override
	protected boolean defaultInclude(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
		return this.named.contains(reader) || super.defaultInclude(reader, factory);
	}

}
