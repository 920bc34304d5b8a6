package io.triotp.spring.boot.config;

import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

/**
 * The beans of a context without those of its parents: each context has its own node, and
 * what belongs to the node of a parent must not be started once more.
 */
final class OwnBeans {

	private OwnBeans() {
	}

	/**
	 * {@return the beans of a type, in their order}
	 * @param <T> the type
	 * @param factory where they are
	 * @param type the type
	 */
	static <T> List<T> ordered(ConfigurableListableBeanFactory factory, Class<T> type) {
		String[] all = factory.getBeanNamesForType(type);
		if (all.length == 0) {
			return List.of();
		}
		Map<Object, String> names = new IdentityHashMap<>();
		List<T> beans = Stream.of(all).map((name) -> {
			T bean = factory.getBean(name, type);
			names.put(bean, name);
			return bean;
		}).toList();
		Comparator<Object> order = AnnotationAwareOrderComparator.INSTANCE
			.withSourceProvider((bean) -> sources(factory, String.valueOf(names.get(bean))));
		return beans.stream().sorted(order).toList();
	}

	/** Where its order may be said beside the bean itself. */
	private static Object sources(ConfigurableListableBeanFactory factory, String name) {
		return (factory.containsBeanDefinition(name)
				&& factory.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition)
						? Stream.of(definition.getResolvedFactoryMethod(), definition.getTargetType())
							.filter(Objects::nonNull)
							.toArray()
						: new Object[0];
	}

}
