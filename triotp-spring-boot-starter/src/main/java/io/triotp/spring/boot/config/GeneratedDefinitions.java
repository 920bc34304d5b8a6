package io.triotp.spring.boot.config;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.InstanceSupplier;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The bean definitions of an application that was processed ahead of time. The code
 * Spring generates for a bean takes no arguments: whoever gives some gets a bean made by
 * its constructor, without what that code would have done besides (Spring's issues 32690
 * and 35871). So a bean that needs more is refused.
 */
final class GeneratedDefinitions {

	/** What Spring reads from members; some of them need not be on the class path. */
	private static final Set<String> INJECTING = Set.of(Autowired.class.getName(), Value.class.getName(),
			"jakarta.inject.Inject", "jakarta.annotation.Resource", "jakarta.persistence.PersistenceContext",
			"jakarta.persistence.PersistenceUnit");

	private GeneratedDefinitions() {
	}

	/**
	 * {@return whether code that Spring generated makes the bean}
	 * @param definition the definition of the bean
	 */
	static boolean include(RootBeanDefinition definition) {
		return definition.getInstanceSupplier() instanceof InstanceSupplier && AotDetector.useGeneratedArtifacts();
	}

	/**
	 * Refuse a bean that cannot be given arguments.
	 * @param bean its name
	 * @param definition its definition
	 * @param type its class, if it is known
	 * @throws IllegalStateException if so
	 */
	static void requireMadeByConstructor(String bean, RootBeanDefinition definition, @Nullable Class<?> type) {
		if (definition.getInstanceSupplier() instanceof InstanceSupplier<?> supplier
				&& supplier.getFactoryMethod() instanceof Method method) {
			throw new IllegalStateException("Bean '" + bean + "' is made by "
					+ ClassUtils.getQualifiedMethodName(method)
					+ ", and Spring passes no arguments to a method when the application was processed ahead of time. "
					+ "Make its class the bean, with @Component and @Scope(\"prototype\"), or start the child by code");
		}
		if (type != null) {
			injected(type).ifPresent((member) -> {
				throw new IllegalStateException("Bean '" + bean + "' has " + member
						+ " injected, which Spring leaves out for a bean with arguments when the application was processed "
						+ "ahead of time. Let its constructor take it");
			});
		}
	}

	private static Optional<String> injected(Class<?> type) {
		Stream<String> fields = Stream.<Class<?>>iterate(type, (each) -> each != null, Class::getSuperclass)
			.flatMap((each) -> Arrays.stream(each.getDeclaredFields()))
			.filter(GeneratedDefinitions::isInjected)
			.map((field) -> "field '" + field.getName() + "'");
		Stream<String> methods = Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type))
			.filter(GeneratedDefinitions::isInjected)
			.map((method) -> "method '" + method.getName() + "'");
		return Stream.concat(fields, methods).findFirst();
	}

	private static <M extends AnnotatedElement & Member> boolean isInjected(M member) {
		return !Modifier.isStatic(member.getModifiers()) && MergedAnnotations.from(member)
			.stream()
			.anyMatch((each) -> INJECTING.contains(each.getType().getName()));
	}

}
