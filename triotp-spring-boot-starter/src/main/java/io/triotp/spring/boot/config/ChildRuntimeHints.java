package io.triotp.spring.boot.config;

import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.triotp.durable.Repeatable;
import io.triotp.server.Call;
import io.triotp.server.GenServer;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.aot.BeanFactoryInitializationCode;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/**
 * Hints for native images of what trees do by reflection: a bean that is given arguments
 * is made by its constructor, a facade is a proxy whose methods are called on its object,
 * and the records that servers hold, and answer with, are looked into when they are shown
 * or stored.
 * <p>
 * The tree is read where the application starts, not where it is built. So there are
 * hints for all beans that may be children, whether a tree names them or not; facades can
 * be told only from the configuration of the build.
 */
final class ChildRuntimeHints implements BeanFactoryInitializationAotProcessor {

	private static final ConfigurationPropertyName APPLICATIONS = ConfigurationPropertyName.of("triotp.applications");

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory factory) {
		if (factory.getBeanNamesForType(ApplicationsRegistrar.class, true, false).length == 0) {
			return null;
		}
		return new Contribution(templates(factory), facades(factory), stored(factory));
	}

	/** Only prototypes are given arguments. */
	private static Set<Class<?>> templates(ConfigurableListableBeanFactory factory) {
		ChildBeans beans = new ChildBeans(factory);
		return types(factory,
				Stream.of(factory.getBeanDefinitionNames())
					.filter((name) -> beans.scopeOf(name).equals(ConfigurableBeanFactory.SCOPE_PROTOTYPE)))
			.filter((type) -> !type.isInterface() && BeanKind.of(type).isPresent())
			.collect(Collectors.toSet());
	}

	/** What servers hold, and what they answer requests with that may come again. */
	private static Set<Class<?>> stored(ConfigurableListableBeanFactory factory) {
		return types(factory, Stream.of(factory.getBeanNamesForType(GenServer.class, true, false)))
			.map((type) -> ResolvableType.forClass(type).as(GenServer.class))
			.flatMap((server) -> Stream.concat(Stream.of(server.getGeneric(0)), replies(server.getGeneric(1))))
			.flatMap((type) -> classes(type, new HashSet<>()))
			.collect(Collectors.toSet());
	}

	private static Stream<ResolvableType> replies(ResolvableType calls) {
		return classes(calls, new HashSet<>()).filter(Repeatable.class::isAssignableFrom)
			.map((call) -> ResolvableType.forClass(call).as(Call.class).getGeneric(1));
	}

	private static Stream<Class<?>> types(ConfigurableListableBeanFactory factory, Stream<String> names) {
		return names.mapMulti((name, found) -> {
			Class<?> type = factory.getType(name, false);
			if (type != null) {
				found.accept(ClassUtils.getUserClass(type));
			}
		});
	}

	/** A type may name itself, as {@code T extends Comparable<T>} does. */
	private static Stream<Class<?>> classes(ResolvableType type, Set<Type> seen) {
		if (!seen.add(type.getType())) {
			return Stream.empty();
		}
		Class<?> resolved = type.resolve();
		Stream<Class<?>> own = (resolved != null) ? withPermitted(resolved) : Stream.empty();
		return Stream.concat(own, Stream.of(type.getGenerics()).flatMap((each) -> classes(each, seen)));
	}

	private static Stream<Class<?>> withPermitted(Class<?> type) {
		Stream<Class<?>> permitted = type.isSealed()
				? Stream.of(type.getPermittedSubclasses()).flatMap(ChildRuntimeHints::withPermitted) : Stream.empty();
		return Stream.concat(Stream.of(type), permitted);
	}

	/** One that does not fit is refused at the start, with all else that is wrong. */
	private static Set<Class<?>> facades(ConfigurableListableBeanFactory factory) {
		ConfigurableEnvironment environment = factory.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME,
				ConfigurableEnvironment.class);
		return StreamSupport
			.stream(ConfigurationPropertySources.from(environment.getPropertySources()).spliterator(), false)
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.map(IterableConfigurationPropertySource.class::cast)
			.flatMap((source) -> source.stream()
				.filter(ChildRuntimeHints::isFacade)
				.map(source::getConfigurationProperty))
			.map(ConfigurationProperty::getValue)
			.map((value) -> environment.resolvePlaceholders(value.toString()))
			.<Class<?>>mapMulti((name, found) -> {
				if (ClassUtils.isPresent(name, factory.getBeanClassLoader())) {
					found.accept(ClassUtils.resolveClassName(name, factory.getBeanClassLoader()));
				}
			})
			.filter((type) -> type.isInterface() && !type.isSealed())
			.collect(Collectors.toSet());
	}

	private static boolean isFacade(ConfigurationPropertyName name) {
		return APPLICATIONS.isAncestorOf(name) && name.getLastElement(Form.UNIFORM).equals("facade");
	}

	/**
	 * What is known when the application is built.
	 *
	 * @param templates the classes of beans that may be given arguments
	 * @param facades the interfaces that are the clients of children
	 * @param stored what servers hold, and what they answer with
	 */
	private record Contribution(Set<Class<?>> templates, Set<Class<?>> facades,
			Set<Class<?>> stored) implements BeanFactoryInitializationAotContribution {

		@Override
		public void applyTo(GenerationContext context, BeanFactoryInitializationCode code) {
			RuntimeHints hints = context.getRuntimeHints();
			this.templates.forEach((type) -> hintsOfTemplate(hints.reflection(), type));
			for (Class<?> facade : this.facades) {
				hints.proxies().registerJdkProxy(facade);
				hints.reflection().registerType(facade, MemberCategory.INVOKE_PUBLIC_METHODS);
			}
			new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(),
					this.stored.toArray(Class<?>[]::new));
		}

		/**
		 * The classes above it too: an injected member that is not seen would be left out
		 * without a word ({@link GeneratedDefinitions}).
		 */
		private static void hintsOfTemplate(ReflectionHints hints, Class<?> type) {
			hints.registerType(type, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
			Stream
				.<Class<?>>iterate(type.getSuperclass(), (each) -> each != null && each != Object.class,
						Class::getSuperclass)
				.forEach(hints::registerType);
		}

	}

}
