package io.triotp.spring.boot.config;

import java.nio.file.Path;

import io.triotp.facade.OneWay;
import io.triotp.node.Node;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Plain objects behind the facade that the tree gives them. */
class FacadeBeanTests {

	@TempDir
	private Path folder;

	public interface Counter {

		int add(int number);

		@OneWay
		void reset();

		String unit();

	}

	static class Count implements Counter {

		private final String unit;

		private int sum;

		Count(String unit) {
			this.unit = unit;
		}

		@Override
		public int add(int number) {
			if (number < 0) {
				throw new IllegalStateException("negative");
			}
			this.sum += number;
			return this.sum;
		}

		@Override
		public void reset() {
			this.sum = 0;
		}

		@Override
		public String unit() {
			return this.unit;
		}

	}

	record Shop(Counter counter) {
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Shop.class)
	static class Beans {

		@Bean
		String unit() {
			return "apples";
		}

		@Bean
		@Scope("prototype")
		Count count(String unit) {
			return new Count(unit);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Singletons {

		@Bean
		Count count() {
			return new Count("pears");
		}

	}

	private ConfigurableApplicationContext run(String child, Class<?> beans) {
		return new YamlApplication(this.folder, """
				triotp.applications.shop.supervisor.children:
				- %s
				""".formatted(child)).run(beans);
	}

	private static String facade() {
		return Counter.class.getName();
	}

	@Test
	void theFacadeIsInjectedInPlaceOfTheObject() {
		try (ConfigurableApplicationContext context = run(
				"{ id: counter, bean: count, facade: '%s' }".formatted(facade()), Beans.class)) {
			Counter counter = context.getBean(Shop.class).counter();
			assertThat(counter).isNotInstanceOf(Count.class);
			assertThat(counter.add(2)).isEqualTo(2);
			assertThat(counter.add(3)).isEqualTo(5);
			counter.reset();
			assertThat(counter.add(1)).isOne();
			assertThat(counter.unit()).isEqualTo("apples");
		}
	}

	@Test
	void afterACrashTheObjectIsMadeAnewWithWhatIsInjected() {
		try (ConfigurableApplicationContext context = run(
				"{ id: counter, bean: count, facade: '%s' }".formatted(facade()), Beans.class)) {
			Counter counter = context.getBean(Shop.class).counter();
			counter.add(2);
			Await.restart(context.getBean(Node.class), "shop/counter",
					() -> assertThatIllegalStateException().isThrownBy(() -> counter.add(-1)).withMessage("negative"));
			assertThat(counter.add(0)).isZero();
			assertThat(counter.unit()).isEqualTo("apples");
		}
	}

	private void assertRefused(String child, Class<?> beans, String where, String... why) {
		assertThatExceptionOfType(InvalidApplicationsException.class).isThrownBy(() -> run(child, beans).close())
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("children[0]" + where).contains(why));
	}

	@Test
	void whatCannotBeAFacadeIsReportedWithItsPlace() {
		assertRefused("{ id: counter, bean: count, facade: com.acme.Counter }", Beans.class, ".facade",
				"There is no class 'com.acme.Counter'");
		assertRefused("{ id: counter, bean: count, facade: java.lang.String }", Beans.class, ".facade",
				"java.lang.String is no interface");
		assertRefused("{ id: counter, bean: count, facade: java.lang.Runnable }", Beans.class, ".bean",
				"does not implement its facade java.lang.Runnable");
		assertRefused("{ id: counter, bean: count, facade: '%s' }".formatted(facade()), Singletons.class, ".bean",
				"no prototype");
		assertRefused("{ id: many, dynamic: true, facade: '%s' }".formatted(facade()), Beans.class, ".facade",
				"Only a child that is made of a bean");
	}

}
