package io.triotp.spring.boot.slice;

import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.test.NodeAssert;
import io.triotp.test.spring.AutoConfigureTriotp;
import io.triotp.test.spring.TriotpSliceTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/** What is in the context of a slice. */
class SliceTests {

	@Nested
	@TriotpSliceTest(properties = { "triotp.applications.shop.supervisor.children[0]=till",
			"triotp.applications.shop.supervisor.children[1].bean=cleaner",
			"triotp.applications.shop.supervisor.children[1].every=1h",
			"triotp.applications.shop.supervisor.children[2].bean=visitor-count",
			"triotp.applications.shop.supervisor.children[2].facade=io.triotp.spring.boot.slice.Counter" })
	class OfDeclaredTrees {

		@MockitoBean
		private Prices prices;

		@Autowired
		private ServerRef<Till> till;

		@Test
		void hasTheBeansThatTheTreesName(@Autowired ApplicationContext context, @Autowired Counter counter, Node node) {
			assertThat(context.getBeansOfType(Cleaner.class)).hasSize(1);
			assertThat(counter.add(2)).isEqualTo(2);
			NodeAssert.assertThat(node)
				.isRunning("shop/till")
				.isRunning("shop/cleaner")
				.isRunning("shop/visitor-count");
		}

		@Test
		void hasNoOtherComponentsAndNothingElseThatIsAutoConfigured(@Autowired ApplicationContext context) {
			assertThat(context.getBeanNamesForType(Website.class)).isEmpty();
			assertThat(context.getBeanDefinitionNames())
				.noneMatch((name) -> name.contains("dispatcherServlet") || name.contains("Endpoint"));
		}

		@Test
		void givesServersWhatTheTestHasForThem() {
			given(this.prices.of("apple")).willReturn(3);
			assertThat(this.till.call(new Till.Ring("apple"))).isEqualTo(3);
		}

		@Test
		void hasTheNodeAsABeanAndAsAParameter(@Autowired Node bean, Node node) {
			assertThat(node).isSameAs(bean);
		}

	}

	@Nested
	@TriotpSliceTest(properties = "spring.application.name=shop")
	class WithoutDeclaredTrees {

		@MockitoBean
		private Prices prices;

		@Test
		void hasTheServersAndNothingThatOnlyATreeMakesAChild(@Autowired ApplicationContext context, Node node) {
			NodeAssert.assertThat(node).hasChildren("shop", "till");
			assertThat(context.getBeanNamesForType(Cleaner.class)).isEmpty();
		}

	}

	@Nested
	@TriotpSliceTest(properties = "spring.application.name=shop",
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Cleaner.class),
			excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Till.class))
	class WithFilters {

		@Test
		void hasWhatTheySay(@Autowired ApplicationContext context) {
			assertThat(context.getBeanNamesForType(Cleaner.class)).hasSize(1);
			assertThat(context.getBeanNamesForType(Till.class)).isEmpty();
		}

	}

	@Nested
	@JsonTest(properties = "spring.application.name=shop")
	@AutoConfigureTriotp
	class OfAnotherKind {

		@Test
		void hasANodeIfItAsksForOne(@Autowired Node node) {
			assertThat(node.name()).isEqualTo("shop");
		}

	}

}
