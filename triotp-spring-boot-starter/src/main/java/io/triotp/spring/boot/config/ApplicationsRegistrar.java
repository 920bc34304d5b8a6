package io.triotp.spring.boot.config;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.triotp.application.ApplicationSpec;
import io.triotp.facade.Facade;
import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.ApplicationSpecs;
import io.triotp.spring.boot.TriOtpCustomizer;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.config.ApplicationPlan.ChildPlan;
import io.triotp.spring.boot.lifecycle.ApplicationLifecycles;
import io.triotp.spring.boot.lifecycle.DeclaredBeans;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.KeyedServers;
import io.triotp.supervisor.Supervisor;
import io.triotp.virtual.VirtualServers;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyFactoryBean;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Reads the declared applications when all bean definitions are known and no bean exists
 * yet, and reports everything that is wrong with them at once. If nothing is, registers
 * {@link ApplicationSpecs}, {@link DeclaredBeans}, for each application a
 * {@link SmartLifecycle} that starts and stops it, and for each child a bean to inject: a
 * {@link ServerRef}, {@link Supervisor} or {@link DynamicSupervisor}, named after the
 * process of the child, such as {@code echo/server}, the client of a facade, and
 * {@link KeyedServers} for a dynamic supervisor that has a template. It has no order, so
 * it comes after all others that register beans.
 */
public final class ApplicationsRegistrar implements BeanDefinitionRegistryPostProcessor, EnvironmentAware {

	private static final String PREFIX = "triotp";

	private static final List<ConfigurationPropertyName> ROOTS = List.of(ConfigurationPropertyName.of(PREFIX),
			ConfigurationPropertyName.of(StreamSettings.PREFIX));

	private @Nullable ConfigurableEnvironment environment;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = (ConfigurableEnvironment) environment;
	}

	/**
	 * Read and register the applications. Ahead of time this does nothing: it is run once
	 * more when the application starts, by the configuration of where it runs, and the
	 * references it registers could not be written as code.
	 * @throws InvalidApplicationsException if they cannot be started
	 */
	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			return;
		}
		ConfigurableEnvironment environment = Objects.requireNonNull(this.environment);
		ConfigurableListableBeanFactory factory = (ConfigurableListableBeanFactory) registry;
		Iterable<ConfigurationPropertySource> all = ConfigurationPropertySources.from(environment.getPropertySources());
		List<ConfigurationPropertySource> sources = ServiceLinks.without(all);
		ConfigurationProblems problems = new ConfigurationProblems(sources);
		register(registry, factory, plan(sources, factory, environment, problems), problems);
		if (ServiceLinks.mayBeIn(all)) {
			define(registry, "triotp.serviceLinks", ServiceLinks.class, ServiceLinks::new);
		}
	}

	private static List<ApplicationPlan> plan(List<ConfigurationPropertySource> sources,
			ConfigurableListableBeanFactory factory, ConfigurableEnvironment environment,
			ConfigurationProblems problems) {
		askFactoriesOfScopedProxies(factory);
		ChildBeans beans = new ChildBeans(factory);
		if (isSilent(sources) && beans.suitable().isEmpty()) {
			// whoever has the library and does not use it yet need not wait for it
			return List.of();
		}
		new WrittenNames(problems).check(sources);
		// a name that has lost characters is another name to all that follows
		problems.throwIfAny();
		new WrittenValues(problems).check(sources);
		ConfigurationPropertyName root = ConfigurationPropertyName.of(PREFIX);
		PlaceholdersResolver placeholders = new PropertySourcesPlaceholdersResolver(environment);
		// these explain what would be reported as something else later
		new UnsetPlaceholders(placeholders, problems).check(sources, root);
		new PartialLists(problems).check(sources);
		Set<ConfigurationPropertyName> explained = new DashedVariables(problems).check(sources);
		TriOtpProperties properties = new PropertiesReader(sources, placeholders, problems).read();
		new UnknownKeys(problems, explained, () -> foreignPrefixes(factory)).check(sources, root,
				TriOtpProperties.class);
		new AmbiguousNames(problems).check(sources);
		new StreamSettings(sources, placeholders, problems).check();
		boolean moreByCode = has(factory, ApplicationSpec.class) || has(factory, TriOtpCustomizer.class);
		List<ApplicationPlan> plans = new ApplicationPlanner(properties, beans, problems)
			.plan(environment.getProperty("spring.application.name"), moreByCode);
		problems.throwIfAny();
		return plans;
	}

	/**
	 * The factory of a scoped proxy knows what that is only once it exists itself, and
	 * needs nobody for it. No other factory is asked: what it needs would be made with
	 * it, before there is anything that binds properties or makes proxies.
	 */
	private static void askFactoriesOfScopedProxies(ConfigurableListableBeanFactory factory) {
		for (String name : factory.getBeanNamesForType(ScopedProxyFactoryBean.class, true, false)) {
			factory.getType(BeanFactoryUtils.transformedBeanName(name), true);
		}
	}

	/**
	 * Whether nothing is written that would be judged. Of a source that does not list
	 * what it has nobody can tell.
	 */
	private static boolean isSilent(List<ConfigurationPropertySource> sources) {
		for (ConfigurationPropertySource source : sources) {
			for (ConfigurationPropertyName root : ROOTS) {
				if (source.getConfigurationProperty(root) != null
						|| source.containsDescendantOf(root) != ConfigurationPropertyState.ABSENT) {
					return false;
				}
			}
		}
		return true;
	}

	private static boolean has(ConfigurableListableBeanFactory factory, Class<?> type) {
		return factory.getBeanNamesForType(type, true, false).length > 0;
	}

	/** What other configuration properties below ours belong to. */
	private static Set<ConfigurationPropertyName> foreignPrefixes(ConfigurableListableBeanFactory factory) {
		return Arrays.stream(factory.getBeanNamesForAnnotation(ConfigurationProperties.class))
			.map((name) -> factory.findAnnotationOnBean(name, ConfigurationProperties.class, false))
			.filter(Objects::nonNull)
			.map(ConfigurationProperties::prefix)
			.filter((prefix) -> prefix.startsWith(PREFIX + "."))
			.map(ConfigurationPropertyName::of)
			.collect(Collectors.toSet());
	}

	private static void register(BeanDefinitionRegistry registry, ConfigurableListableBeanFactory factory,
			List<ApplicationPlan> plans, ConfigurationProblems problems) {
		define(registry, "triotp.childConverter", ChildConverter.class, ChildConverter::new);
		define(registry, "triotp.shutdownConverter", ShutdownConverter.class, ShutdownConverter::new);
		define(registry, "triotp.applicationSpecs", ApplicationSpecs.class,
				() -> new ApplicationSpecsFactory(factory, plans, problems).create());
		define(registry, "triotp.declaredBeans", DeclaredBeans.class, () -> PlannedBeans.of(plans));
		for (ApplicationPlan plan : plans) {
			registerRefs(registry, factory, plan);
			// who asks for a Lifecycle without its name wants another
			define(registry, ApplicationLifecycles.beanOf(plan.name()), SmartLifecycle.class,
					() -> factory.getBean(ApplicationLifecycles.class).of(plan.name()))
				.setDefaultCandidate(false);
		}
		new ContextHierarchy(factory).preferOwn(plans);
	}

	/**
	 * {@return the name of the bean that refers to the root of an application}
	 * @param application its name
	 */
	static String refOf(String application) {
		return "triotp.application." + application;
	}

	private static void registerRefs(BeanDefinitionRegistry registry, ConfigurableListableBeanFactory factory,
			ApplicationPlan plan) {
		// not the bare name of the application, which may be that of a bean
		define(registry, refOf(plan.name()), Supervisor.class, () -> Supervisor.named(node(factory), plan.name()))
			.addQualifier(new AutowireCandidateQualifier(Qualifier.class, plan.name()));
		plan.allChildren().forEach((child) -> {
			String name = Objects.requireNonNull(child.attributes().registeredName());
			RootBeanDefinition definition = switch (child) {
				case ChildPlan.Tree tree ->
					new RootBeanDefinition(Supervisor.class, () -> Supervisor.named(node(factory), name));
				case ChildPlan.Dynamic dynamic ->
					new RootBeanDefinition(DynamicSupervisor.class, () -> DynamicSupervisor.named(node(factory), name));
				case ChildPlan.Virtual virtual -> virtualServers(factory, virtual, name);
				case ChildPlan.Bean bean -> switch (bean.bean().kind()) {
					case GEN_SERVER -> serverRef(factory, bean.bean().server(), name);
					case OBJECT -> {
						hide(registry, bean.bean().name());
						yield facade(factory, bean.bean().server(), name);
					}
					default -> null;
				};
			};
			if (definition != null) {
				registry.registerBeanDefinition(name, definition);
			}
			if (child instanceof ChildPlan.Dynamic dynamic && dynamic.template() != null
					&& dynamic.template().bean().kind() == BeanKind.GEN_SERVER) {
				registry.registerBeanDefinition(name + "/*",
						keyedServers(factory, dynamic.template().bean().server(), name));
			}
		});
	}

	@SuppressWarnings("rawtypes") // the definition says which server it is
	private static RootBeanDefinition serverRef(ConfigurableListableBeanFactory factory, Class<?> server, String name) {
		RootBeanDefinition definition = new RootBeanDefinition(ServerRef.class,
				() -> node(factory).<Object>server(name));
		definition.setTargetType(ResolvableType.forClassWithGenerics(ServerRef.class, server));
		return definition;
	}

	private static <T> RootBeanDefinition facade(ConfigurableListableBeanFactory factory, Class<T> type, String name) {
		return new RootBeanDefinition(type, () -> Facade.of(type).client(node(factory), name));
	}

	/**
	 * Only its process may touch the object: whoever asks for its type gets the facade.
	 */
	private static void hide(BeanDefinitionRegistry registry, String bean) {
		if (registry.containsBeanDefinition(bean)) {
			registry.getBeanDefinition(bean).setAutowireCandidate(false);
		}
	}

	@SuppressWarnings("rawtypes") // the definition says which servers they are
	private static RootBeanDefinition keyedServers(ConfigurableListableBeanFactory factory, Class<?> server,
			String supervisor) {
		RootBeanDefinition definition = new RootBeanDefinition(KeyedServers.class,
				() -> KeyedServers.ofTemplate(node(factory), supervisor));
		definition.setTargetType(ResolvableType.forClassWithGenerics(KeyedServers.class, server));
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, supervisor));
		return definition;
	}

	@SuppressWarnings("rawtypes") // the definition says which servers they are
	private static RootBeanDefinition virtualServers(ConfigurableListableBeanFactory factory, ChildPlan.Virtual plan,
			String name) {
		RootBeanDefinition definition = new RootBeanDefinition(VirtualServers.class,
				() -> ApplicationSpecsFactory.builder(factory).virtualServers(node(factory), plan, name));
		definition
			.setTargetType(ResolvableType.forClassWithGenerics(VirtualServers.class, plan.template().bean().server()));
		return definition;
	}

	private static Node node(ConfigurableListableBeanFactory factory) {
		return factory.getBean(Node.class);
	}

	private static <T> RootBeanDefinition define(BeanDefinitionRegistry registry, String name, Class<T> type,
			Supplier<T> supplier) {
		RootBeanDefinition definition = new RootBeanDefinition(type, supplier);
		definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
		registry.registerBeanDefinition(name, definition);
		return definition;
	}

}
