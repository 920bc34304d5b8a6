package io.triotp.spring.boot.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.triotp.application.ApplicationSpec;
import io.triotp.durable.DurableStore;
import io.triotp.durable.StateCodec;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.Supervised;
import io.triotp.spring.boot.probe.HealthFinding;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.KeyedServers;
import io.triotp.supervisor.Supervisor;
import io.triotp.virtual.VirtualServers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;

/**
 * The beans children can be made of, known by their definitions: none is created.
 */
final class ChildBeans {

	private static final Logger logger = LoggerFactory.getLogger(ChildBeans.class);

	private static final Set<Class<?>> REFERENCES = Set.of(ServerRef.class, Supervisor.class, DynamicSupervisor.class,
			KeyedServers.class, VirtualServers.class);

	private final ConfigurableListableBeanFactory factory;

	ChildBeans(ConfigurableListableBeanFactory factory) {
		this.factory = factory;
	}

	/**
	 * {@return the bean with a name, or {@code null} after a problem was reported}
	 * @param name the name; {@code echo-server} also finds {@code echoServer}
	 * @param property where it is written
	 * @param problems where to report
	 */
	@Nullable ChildBean find(String name, String property, ConfigurationProblems problems) {
		String bean = resolve(name, property, problems);
		if (bean == null) {
			return null;
		}
		Class<?> type = this.factory.getType(bean, false);
		BeanKind kind = (type != null) ? BeanKind.of(type).orElse(null) : null;
		if (type == null || kind == null) {
			problems.add(property,
					"Bean '" + bean + "' is a " + ((type != null) ? type.getName() : "bean of unknown type")
							+ ", which is no GenServer, ChildSpec, Callable, Runnable, Lifecycle or AutoCloseable.",
					"Let it implement one of them, say which facade it has, or name another bean. "
							+ ConfigurationProblems.didYouMean(name, suitable(), "suitable beans"));
			return null;
		}
		return new ChildBean(bean, kind, type, server(bean, type));
	}

	/**
	 * {@return the bean with a name as the object behind a facade, or {@code null} after
	 * a problem was reported}
	 * @param facade the interface
	 * @param name the name; {@code echo-server} also finds {@code echoServer}
	 * @param property where it is written
	 * @param problems where to report
	 */
	@Nullable ChildBean findBehind(Class<?> facade, String name, String property, ConfigurationProblems problems) {
		String bean = resolve(name, property, problems);
		if (bean == null) {
			return null;
		}
		Class<?> type = this.factory.getType(bean, false);
		if (type == null || !facade.isAssignableFrom(type)) {
			problems.add(property,
					"Bean '" + bean + "' is a " + ((type != null) ? type.getName() : "bean of unknown type")
							+ ", which does not implement its facade " + facade.getName() + ".",
					"Let it implement that, or name another bean.");
			return null;
		}
		return new ChildBean(bean, BeanKind.OBJECT, type, facade);
	}

	/**
	 * {@return the loader of the classes of beans}
	 */
	@Nullable ClassLoader classLoader() {
		return this.factory.getBeanClassLoader();
	}

	private @Nullable String resolve(String name, String property, ConfigurationProblems problems) {
		List<String> found = this.factory.containsBean(name) ? List.of(name) : relaxed(name);
		if (found.isEmpty()) {
			problems.add(property, "There is no bean named '" + name + "'.", suggest(name));
			return null;
		}
		if (found.size() > 1) {
			problems.add(property, "Several beans could be meant: " + String.join(", ", found) + ".",
					"Write the exact name of one of them.");
			return null;
		}
		return canonical(found.get(0));
	}

	/**
	 * {@return whether a name belongs to a bean that a reference must not hide; one to a
	 * child of a parent context may be hidden by ours}
	 * @param name the name
	 */
	boolean isTaken(String name) {
		if (this.factory.containsLocalBean(name) || this.factory.getAliases(name).length > 0) {
			return true;
		}
		Class<?> type = this.factory.containsBean(name) ? this.factory.getType(name, false) : ServerRef.class;
		return type == null || !REFERENCES.contains(type);
	}

	/** An alias is not another bean: one that is in a tree would run once more. */
	private String canonical(String name) {
		return this.factory.containsBeanDefinition(name) ? name
				: Stream.of(this.factory.getAliases(name))
					.filter(this.factory::containsBeanDefinition)
					.findFirst()
					.orElse(name);
	}

	/**
	 * {@return whether there are applications beside a default one}
	 * @param names the names of those in the configuration
	 */
	boolean othersAreDeclared(Set<String> names) {
		return !names.isEmpty() || this.factory.getBeanNamesForType(ApplicationSpec.class, true, false).length > 0;
	}

	/**
	 * The class whose requests a server takes. One that is declared as a GenServer is
	 * known by its requests.
	 */
	private Class<?> server(String bean, Class<?> type) {
		if (type != GenServer.class || !this.factory.containsBeanDefinition(bean)) {
			return type;
		}
		ResolvableType declared = this.factory.getMergedBeanDefinition(bean).getResolvableType().as(GenServer.class);
		Class<?> ofCalls = declared.getGeneric(1).as(Call.class).getGeneric(0).resolve();
		Class<?> ofCasts = declared.getGeneric(2).as(Cast.class).getGeneric(0).resolve();
		if (ofCalls == null && ofCasts == null) {
			logger.warn(
					"Bean '{}' is declared as a GenServer, and nobody can tell of which class. A ServerRef of its class "
							+ "is not found for injection: let its bean method return the class",
					bean);
		}
		return (ofCalls != null) ? ofCalls : (ofCasts != null) ? ofCasts : type;
	}

	boolean exists(String name) {
		return this.factory.containsBean(name) || !relaxed(name).isEmpty();
	}

	private List<String> relaxed(String name) {
		return Stream.of(this.factory.getBeanDefinitionNames()).filter((each) -> RelaxedName.same(each, name)).toList();
	}

	private String suggest(String name) {
		List<String> servers = suitable();
		List<String> others = RelaxedName.nearest(name, servers).isEmpty() ? RelaxedName.nearest(name, all())
				: List.of();
		return ConfigurationProblems.didYouMean(name, servers, "suitable beans")
				+ (others.isEmpty() ? "" : " Did you mean '" + String.join("' or '", others) + "'?");
	}

	private List<String> all() {
		Set<String> names = new LinkedHashSet<>();
		BeanKind.byType()
			.forEach((kind) -> names.addAll(List.of(this.factory.getBeanNamesForType(kind.type(), true, false))));
		return List.copyOf(names);
	}

	/**
	 * {@return the names of the beans that exist to be children, in their order}
	 */
	List<String> suitable() {
		Set<String> names = new LinkedHashSet<>();
		for (BeanKind kind : List.of(BeanKind.GEN_SERVER, BeanKind.CHILD_SPEC)) {
			names.addAll(List.of(this.factory.getBeanNamesForType(kind.type(), true, false)));
		}
		List<String> candidates = new ArrayList<>(names.stream().filter(this::isCandidate).toList());
		candidates.sort(Comparator.comparingInt(this::order).thenComparing(Comparator.naturalOrder()));
		return candidates;
	}

	private boolean isCandidate(String name) {
		if (!this.factory.containsBeanDefinition(name)) {
			return true;
		}
		BeanDefinition definition = this.factory.getMergedBeanDefinition(name);
		return definition.isAutowireCandidate() && !definition.isAbstract();
	}

	/**
	 * {@return the scope a bean is in}
	 * @param name the name of a bean that exists
	 */
	String scopeOf(String name) {
		String scope = "";
		try {
			scope = this.factory.getMergedBeanDefinition(name).getScope();
		}
		catch (NoSuchBeanDefinitionException ex) {
			// an object that was registered as it is
		}
		return StringUtils.hasText(scope) ? scope : ConfigurableBeanFactory.SCOPE_SINGLETON;
	}

	/**
	 * {@return the names of the health indicators that are beans; empty if the library
	 * that knows them is not there}
	 */
	List<String> healthIndicators() {
		return HealthFinding.isPossible(this.factory.getBeanClassLoader()) ? HealthFinding.names(this.factory)
				: List.of();
	}

	/**
	 * {@return the names of the stores of durable servers}
	 */
	List<String> stores() {
		return List.of(this.factory.getBeanNamesForType(DurableStore.class, true, false));
	}

	/**
	 * {@return the names of all codecs of states}
	 */
	List<String> codecs() {
		return List.of(this.factory.getBeanNamesForType(StateCodec.class, true, false));
	}

	/**
	 * {@return the names of the codecs of states of a class}
	 * @param state the class
	 */
	List<String> codecsOf(Class<?> state) {
		return List.of(this.factory.getBeanNamesForType(ResolvableType.forClassWithGenerics(StateCodec.class, state),
				true, false));
	}

	/**
	 * {@return the class of the state of a server, {@code null} if nobody can tell}
	 * @param bean a GenServer bean
	 */
	@Nullable Class<?> stateOf(ChildBean bean) {
		Class<?> state = typeOfState(bean).resolve();
		return (state != Object.class) ? state : null;
	}

	/**
	 * {@return whether the state of a server has type parameters}
	 * @param bean a GenServer bean
	 */
	boolean hasGenericState(ChildBean bean) {
		return typeOfState(bean).hasGenerics();
	}

	private ResolvableType typeOfState(ChildBean bean) {
		ResolvableType state = ResolvableType.forClass(bean.type()).as(GenServer.class).getGeneric(0);
		if (state.resolve() == null && this.factory.containsBeanDefinition(bean.name())) {
			ResolvableType declared = this.factory.getMergedBeanDefinition(bean.name()).getResolvableType();
			return declared.as(GenServer.class).getGeneric(0);
		}
		return state;
	}

	private int order(String name) {
		Order order = this.factory.findAnnotationOnBean(name, Order.class, false);
		return (order != null) ? order.value() : Ordered.LOWEST_PRECEDENCE;
	}

	@Nullable Supervised annotation(String name) {
		return this.factory.findAnnotationOnBean(name, Supervised.class, false);
	}

	/**
	 * {@return a bean of {@link #suitable()}}
	 */
	ChildBean get(String name) {
		Class<?> type = Objects.requireNonNull(this.factory.getType(name, false));
		return new ChildBean(name, BeanKind.of(type).orElseThrow(), type, server(name, type));
	}

}
