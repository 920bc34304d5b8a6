package io.triotp.spring.boot.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.triotp.Pure;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Completes the arguments of a template with the dependencies of its bean: Spring takes
 * either all parameters from the caller or none. Each argument goes to the first
 * parameter left that takes it, in the order of the arguments; the parameters between
 * them are injected.
 */
final class TemplateArguments {

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private final ConfigurableListableBeanFactory factory;

	TemplateArguments(ConfigurableListableBeanFactory factory) {
		this.factory = factory;
	}

	/**
	 * {@return an argument for each parameter}
	 * @param bean the name of the bean
	 * @param arguments those that were given, at least one
	 * @throws IllegalArgumentException if nothing the bean can be made with takes them
	 */
	@Nullable Object[] complete(String bean, Object[] arguments) {
		ConfigurableListableBeanFactory owner = owner(bean);
		List<Executable> makers = makers(owner, bean);
		if (makers.isEmpty()) {
			return arguments;
		}
		List<Assignment> fitting = makers.stream()
			.map((maker) -> Assignment.of(maker, arguments))
			.flatMap(Optional::stream)
			.toList();
		int shortest = fitting.stream().mapToInt(Assignment::parameterCount).min().orElse(0);
		List<Assignment> best = fitting.stream().filter((each) -> each.parameterCount() == shortest).toList();
		if (best.size() != 1) {
			throw new IllegalArgumentException(mismatch(bean, arguments, makers, best));
		}
		return complete(owner, bean, best.getFirst(), arguments);
	}

	private ConfigurableListableBeanFactory owner(String bean) {
		ConfigurableListableBeanFactory owner = this.factory;
		while (!owner.containsLocalBean(bean)
				&& owner.getParentBeanFactory() instanceof ConfigurableListableBeanFactory parent) {
			owner = parent;
		}
		return owner;
	}

	/** The constructors or methods; none if that is for the definition to know. */
	private static List<Executable> makers(ConfigurableListableBeanFactory owner, String bean) {
		if (!(owner.containsBeanDefinition(bean)
				&& owner.getMergedBeanDefinition(bean) instanceof RootBeanDefinition definition)) {
			return List.of();
		}
		Class<?> type = owner.getType(bean, false);
		if (GeneratedDefinitions.include(definition)) {
			GeneratedDefinitions.requireMadeByConstructor(bean, definition, type);
		}
		else if (definition.getInstanceSupplier() != null) {
			return List.of();
		}
		if (definition.getFactoryMethodName() != null) {
			return methods(owner, definition);
		}
		return (type != null) ? constructors(ClassUtils.getUserClass(type)) : List.of();
	}

	private static List<Executable> methods(ConfigurableListableBeanFactory owner, RootBeanDefinition definition) {
		String maker = definition.getFactoryBeanName();
		Class<?> type = (maker != null) ? owner.getType(maker, false)
				: definition.hasBeanClass() ? definition.getBeanClass() : null;
		if (type == null) {
			return List.of();
		}
		return Stream.of(ReflectionUtils.getUniqueDeclaredMethods(ClassUtils.getUserClass(type)))
			.filter((method) -> definition.isFactoryMethod(method)
					&& (maker != null || Modifier.isStatic(method.getModifiers())))
			.map(Executable.class::cast)
			.toList();
	}

	private static List<Executable> constructors(Class<?> type) {
		List<Constructor<?>> all = List.of(type.getDeclaredConstructors());
		List<Constructor<?>> chosen = all.stream()
			.filter((each) -> AnnotatedElementUtils.hasAnnotation(each, Autowired.class))
			.toList();
		return List.copyOf(chosen.isEmpty() ? all : chosen);
	}

	private static @Nullable Object[] complete(ConfigurableListableBeanFactory owner, String bean,
			Assignment assignment, Object[] arguments) {
		@Nullable Object[] complete = new Object[assignment.parameterCount()];
		for (int i = 0; i < complete.length; i++) {
			int index = assignment.indexes().get(i);
			complete[i] = (index != Assignment.INJECTED) ? arguments[index]
					: inject(owner, bean, MethodParameter.forExecutable(assignment.maker(), i));
		}
		return complete;
	}

	private static @Nullable Object inject(ConfigurableListableBeanFactory owner, String bean,
			MethodParameter parameter) {
		DependencyDescriptor dependency = new DependencyDescriptor(parameter, true);
		dependency.initParameterNameDiscovery(NAMES);
		return owner.resolveDependency(dependency, bean);
	}

	private static String mismatch(String bean, Object[] arguments, List<Executable> makers, List<Assignment> best) {
		String given = Arrays.stream(arguments)
			.map((each) -> each.getClass().getName())
			.collect(Collectors.joining(", "));
		if (best.isEmpty()) {
			return "Bean '" + bean + "' takes no arguments (" + given + "). It is made with " + signatures(makers)
					+ ": give what is not injected, in the order of its parameters";
		}
		return "Bean '" + bean + "' takes the arguments (" + given + ") in several ways: "
				+ signatures(best.stream().map(Assignment::maker).toList())
				+ ". Annotate one of them with @Autowired, or what is injected with @Qualifier";
	}

	private static String signatures(List<Executable> makers) {
		return makers.stream().map(TemplateArguments::signature).sorted().collect(Collectors.joining(" or "));
	}

	private static String signature(Executable maker) {
		String name = (maker instanceof Constructor<?>) ? maker.getDeclaringClass().getSimpleName() : maker.getName();
		return name + Arrays.stream(maker.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", "(", ")"));
	}

	/**
	 * Which argument goes where.
	 *
	 * @param maker what the bean is made with
	 * @param indexes the index of the argument for each parameter, or {@link #INJECTED}
	 */
	@Pure
	private record Assignment(Executable maker, List<Integer> indexes) {

		static final int INJECTED = -1;

		/**
		 * {@return the assignment, or empty if an argument is left}
		 */
		static Optional<Assignment> of(Executable maker, Object[] arguments) {
			List<Integer> indexes = new ArrayList<>();
			int next = 0;
			for (Parameter parameter : maker.getParameters()) {
				boolean takes = next < arguments.length && !isDependency(parameter)
						&& ClassUtils.isAssignableValue(parameter.getType(), arguments[next]);
				indexes.add(takes ? next++ : INJECTED);
			}
			return (next == arguments.length) ? Optional.of(new Assignment(maker, List.copyOf(indexes)))
					: Optional.empty();
		}

		int parameterCount() {
			return this.indexes.size();
		}

		/** Says itself that it wants a bean or a property. */
		private static boolean isDependency(Parameter parameter) {
			return Stream.of(Autowired.class, Qualifier.class, Value.class, Lazy.class)
				.anyMatch((annotation) -> AnnotatedElementUtils.hasAnnotation(parameter, annotation));
		}

	}

}
