package io.triotp.spring.boot.config;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.triotp.durable.Repeatable;
import io.triotp.durable.RequestId;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/** What native images are told of the children of trees. */
class ChildRuntimeHintsTests {

	@Test
	void aTemplateIsMadeByItsConstructors() {
		RuntimeHints hints = hints(Map.of(),
				(factory) -> define(factory, Device.class, BeanDefinition.SCOPE_PROTOTYPE));
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(Device.class)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(hints);
	}

	@Test
	void whatIsInjectedIntoTheClassesAboveItIsSeen() {
		RuntimeHints hints = hints(Map.of(),
				(factory) -> define(factory, Device.class, BeanDefinition.SCOPE_PROTOTYPE));
		assertThat(RuntimeHintsPredicates.reflection().onType(Connected.class)).accepts(hints);
	}

	@Test
	void aSingletonIsGivenNoArgumentsAndNeedsNone() {
		RuntimeHints hints = hints(Map.of(),
				(factory) -> define(factory, Device.class, BeanDefinition.SCOPE_SINGLETON));
		assertThat(RuntimeHintsPredicates.reflection().onType(Device.class)).rejects(hints);
	}

	@Test
	void aFacadeIsAProxyWhoseMethodsAreCalled() {
		RuntimeHints hints = hints(Map.of("triotp.applications.shop.supervisor.children[0].facade", "${facade}",
				"facade", Tally.class.getName(), "triotp.applications.shop.supervisor.children[1].facade",
				"com.acme.Gone"), (factory) -> {
				});
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Tally.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(Tally.class)
			.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS)).accepts(hints);
	}

	@Test
	void theRecordsThatAServerHoldsAreLookedInto() throws NoSuchMethodException {
		RuntimeHints hints = hints(Map.of(),
				(factory) -> define(factory, Device.class, BeanDefinition.SCOPE_SINGLETON));
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(State.On.class.getMethod("last")))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Reading.class.getMethod("celsius")))
			.accepts(hints);
	}

	@Test
	void whatAServerAnswersARequestWithThatMayComeAgainIsLookedInto() throws NoSuchMethodException {
		RuntimeHints hints = hints(Map.of(), (factory) -> define(factory, Till.class, BeanDefinition.SCOPE_SINGLETON));
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Receipt.class.getMethod("cents")))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Total.class)).rejects(hints);
	}

	@Test
	void aStateWhoseTypeNamesItselfIsFollowedOnce() {
		RuntimeHints hints = hints(Map.of(),
				(factory) -> define(factory, Largest.class, BeanDefinition.SCOPE_SINGLETON));
		assertThat(RuntimeHintsPredicates.reflection().onType(Found.class)).accepts(hints);
	}

	@Test
	void withoutTreesThereIsNothingToTell() {
		assertThat(new ChildRuntimeHints().processAheadOfTime(new DefaultListableBeanFactory())).isNull();
	}

	private static RuntimeHints hints(Map<String, Object> properties, Consumer<DefaultListableBeanFactory> beans) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		DefaultListableBeanFactory factory = new DefaultListableBeanFactory();
		factory.registerSingleton(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, environment);
		factory.registerBeanDefinition("registrar", new RootBeanDefinition(ApplicationsRegistrar.class));
		beans.accept(factory);
		BeanFactoryInitializationAotContribution contribution = new ChildRuntimeHints().processAheadOfTime(factory);
		DefaultGenerationContext context = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.acme", "Application")), new InMemoryGeneratedFiles());
		contribution.applyTo(context, mock());
		return context.getRuntimeHints();
	}

	private static void define(DefaultListableBeanFactory factory, Class<?> type, String scope) {
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.setScope(scope);
		factory.registerBeanDefinition("device", definition);
	}

	interface Tally {

		int add(int number);

	}

	record Reading(double celsius) {
	}

	record Receipt(long cents) {
	}

	record Total(long cents) {
	}

	sealed interface Ask<R> extends Call<Till, R> {

	}

	record Pay(RequestId requestId) implements Ask<List<Receipt>>, Repeatable {
	}

	record Sum() implements Ask<Total> {
	}

	static class Till implements GenServer<Integer, Ask<?>, Cast<Till>> {

		@Override
		public Integer init() {
			return 0;
		}

	}

	sealed interface State {

		record On(List<Reading> last) implements State {
		}

		record Off() implements State {
		}

	}

	record Found<T extends Comparable<T>>(T largest) {
	}

	static class Largest<T extends Comparable<T>>
			implements GenServer<Found<T>, Call<Largest<?>, ?>, Cast<Largest<?>>> {

		@Override
		public Found<T> init() {
			throw new UnsupportedOperationException();
		}

	}

	abstract static class Connected {

		@Autowired
		Object line;

	}

	static class Device extends Connected implements GenServer<State, Call<Device, ?>, Cast<Device>> {

		Device(String id) {
		}

		@Override
		public State init() {
			return new State.Off();
		}

	}

}
