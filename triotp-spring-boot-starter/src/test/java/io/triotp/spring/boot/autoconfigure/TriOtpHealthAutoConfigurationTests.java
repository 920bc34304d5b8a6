package io.triotp.spring.boot.autoconfigure;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.triotp.application.ApplicationEvent;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.OnFailure;
import io.triotp.node.Node;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeOptions;
import io.triotp.spring.boot.Crasher;
import io.triotp.spring.boot.LostParts;
import io.triotp.spring.boot.Stubborn;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The health of applications, and when it is reported.
 */
class TriOtpHealthAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TriOtpAutoConfiguration.class, HealthContributorAutoConfiguration.class,
					HealthContributorRegistryAutoConfiguration.class, TriOtpHealthAutoConfiguration.class));

	private final ApplicationContextRunner withShop = this.runner.withUserConfiguration(ShopConfiguration.class);

	@Test
	void anApplicationThatRunsIsUp() {
		this.withShop.run((context) -> assertThat(health(context.getBean(HealthContributorRegistry.class)).getStatus())
			.isEqualTo(Status.UP));
	}

	@Test
	void aNodeOfOnesOwnHasItsHealthAlsoWhereNoneIsConfigured() {
		this.withShop.withPropertyValues("triotp.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(HealthContributorRegistry.class)
				.extracting((registry) -> health(registry).getStatus())
				.isEqualTo(Status.UP));
	}

	@Test
	void anApplicationThatWasStoppedIsOutOfService() {
		this.withShop.run((context) -> {
			context.getBean(Node.class).stop("shop");
			assertThat(health(context.getBean(HealthContributorRegistry.class)).getStatus())
				.isEqualTo(Status.OUT_OF_SERVICE);
		});
	}

	@Test
	void anApplicationThatWaitsForSomebodyWhoStartsItTakesNothingOutOfService() {
		this.runner
			.withPropertyValues("triotp.applications.shop.auto-startup=false",
					"triotp.applications.shop.supervisor.children=")
			.run((context) -> {
				HealthContributorRegistry registry = context.getBean(HealthContributorRegistry.class);
				assertThat(health(registry).getStatus()).isEqualTo(Status.UNKNOWN);
				assertThat(health(registry).getDetails()).containsEntry("state", "NOT_STARTED");
				context.getBean("triotp.lifecycle.shop", Lifecycle.class).start();
				assertThat(health(registry).getStatus()).isEqualTo(Status.UP);
			});
	}

	@Test
	void whereNoneStartsByItselfAnApplicationThatIsNotStartedIsOutOfService() {
		this.runner.withPropertyValues("triotp.auto-startup=false", "triotp.applications.shop.supervisor.children=")
			.run((context) -> assertThat(health(context.getBean(HealthContributorRegistry.class)).getStatus())
				.isEqualTo(Status.OUT_OF_SERVICE));
	}

	@Test
	void anApplicationWithAZombieOrAHighMailboxIsUpAndTellsOfIt() {
		this.withShop.run((context) -> {
			Node node = context.getBean(Node.class);
			try (Stubborn till = new Stubborn(node, "shop/till").flooded(10);
					Stubborn other = new Stubborn(node, "shops/till").flooded(10)) {
				Health health = health(context.getBean(HealthContributorRegistry.class));
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsEntry("highMailboxes", 1L).doesNotContainKey("zombies");
				till.kill();
				other.kill();
				health = health(context.getBean(HealthContributorRegistry.class));
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsEntry("zombies", 1L).doesNotContainKey("highMailboxes");
			}
			assertThat(health(context.getBean(HealthContributorRegistry.class)).getDetails())
				.doesNotContainKeys("zombies", "highMailboxes");
		});
	}

	@Test
	void anApplicationWithADeclaredSupervisorThatGaveUpForGoodIsDownUntilThatIsStartedAgain() {
		this.withShop.run((context) -> {
			Node node = context.getBean(Node.class);
			node.stop("shop");
			node.start(LostParts.shop(Restart.TRANSIENT));
			LostParts.loseCarts(node);
			Health health = health(context.getBean(HealthContributorRegistry.class));
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("state", "RUNNING")
				.extractingByKey("problems")
				.asString()
				.contains("SUPERVISOR_GAVE_UP shop/carts: ")
				.doesNotContain(Crasher.SECRET);
			node.supervisor("shop").restartChild("carts");
			health = health(context.getBean(HealthContributorRegistry.class));
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).doesNotContainKey("problems");
		});
	}

	@Test
	void anApplicationWithALesserProblemIsUpAndTellsOfIt() {
		this.withShop.run((context) -> {
			Node node = context.getBean(Node.class);
			node.stop("shop");
			node.start(LostParts.shop(Restart.TRANSIENT));
			LostParts.loseCart(node);
			LostParts.takeNameOfTill(node);
			Health health = health(context.getBean(HealthContributorRegistry.class));
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).extractingByKey("problems")
				.asString()
				.contains("SUPERVISOR_GAVE_UP shop/carts/cart: ", "NAME_TAKEN shop/till: ");
		});
	}

	@Test
	void anApplicationThatIsBeingStartedIsOutOfService() {
		this.withShop.run((context) -> {
			Node node = context.getBean(Node.class);
			node.stop("shop");
			CountDownLatch inInit = new CountDownLatch(1);
			CountDownLatch release = new CountDownLatch(1);
			Thread starter = Thread.ofVirtual()
				.start(() -> node.start(ApplicationSpec.child("shop", slow(inInit, release))));
			inInit.await();
			Health health = health(context.getBean(HealthContributorRegistry.class));
			release.countDown();
			assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(health.getDetails()).containsEntry("state", "STARTING");
			starter.join();
		});
	}

	@Test
	void anApplicationThatHasFailedIsDownAndNamesTheException() {
		this.withShop.run((context) -> {
			Node node = context.getBean(Node.class);
			await(node, ApplicationEvent.Failed.class, ending(() -> {
				throw new IllegalStateException("secret");
			}).restart(Restart.PERMANENT));
			Health health = health(context.getBean(HealthContributorRegistry.class));
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("exception", IllegalStateException.class.getName())
				.containsKey("at");
			assertThat(health.toString()).doesNotContain("secret");
		});
	}

	@Test
	void anApplicationThatHasDoneItsWorkIsUp() {
		this.withShop.run((context) -> {
			await(context.getBean(Node.class), ApplicationEvent.Ended.class, ending(() -> {
			}).restart(Restart.TRANSIENT));
			Health health = health(context.getBean(HealthContributorRegistry.class));
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).extractingByKey("state").isEqualTo("ENDED");
		});
	}

	@Test
	void withoutApplicationsThereIsNothingToReport() {
		this.runner.run((context) -> {
			assertThat(names(context.getBean(HealthContributorRegistry.class))).isEmpty();
		});
	}

	@Test
	void applicationsByCodeAreShownUntilTheyHaveBeenStoppedOrHaveEndedWell() {
		this.runner.run((context) -> {
			HealthContributorRegistry registry = context.getBean(HealthContributorRegistry.class);
			Node node = context.getBean(Node.class);
			node.start(ApplicationSpec.of("brief", SupervisorSpec.oneForOne()));
			assertThat(names(registry)).containsExactly("brief");
			node.stop("brief");
			assertThat(names(registry)).isEmpty();
			await(node, ApplicationEvent.Failed.class, ending(() -> {
				throw new IllegalStateException("wanted");
			}).onFailure(OnFailure.REPORT));
			assertThat(names(registry)).containsExactly("shop");
			assertThat(health(registry).getStatus()).isEqualTo(Status.DOWN);
		});
	}

	private static List<String> names(HealthContributorRegistry registry) {
		return ((CompositeHealthContributor) registry.getContributor("triotp")).stream()
			.map(HealthContributors.Entry::name)
			.toList();
	}

	@Test
	void namesAreKnownBeforeTheApplicationsRun() {
		this.runner.withPropertyValues("triotp.applications.echo.supervisor.children[0]=work")
			.withBean("work", Runnable.class, () -> () -> {
			})
			.withPropertyValues("management.health.defaults.enabled=true")
			.run((context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("triotp"))
				.isInstanceOfSatisfying(CompositeHealthContributor.class,
						(triotp) -> assertThat(triotp.getContributor("echo")).isNotNull()));
	}

	@Test
	void itCanBeDisabled() {
		this.withShop.withPropertyValues("management.health.triotp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("triotpHealthContributor"));
	}

	@Test
	void anIndicatorOfTheUserWins() {
		this.withShop.withBean("triotpHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> assertThat(context).doesNotHaveBean("triotpHealthContributor"));
	}

	@Test
	void withoutTheHealthModuleThereIsNone() {
		// Imported as Boot does it: what annotations are missing is read, not loaded
		new ApplicationContextRunner().withUserConfiguration(Imported.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("triotpHealthContributor"));
	}

	private static Health health(HealthContributorRegistry registry) {
		CompositeHealthContributor triotp = (CompositeHealthContributor) registry.getContributor("triotp");
		assertThat(triotp).isNotNull();
		HealthIndicator shop = (HealthIndicator) triotp.getContributor("shop");
		assertThat(shop).isNotNull();
		return shop.health();
	}

	private static ApplicationSpec ending(Runnable body) {
		return ApplicationSpec.task("shop", body::run);
	}

	private static ChildSpec slow(CountDownLatch inInit, CountDownLatch release) {
		return ChildSpec.resource("shop", () -> {
			inInit.countDown();
			release.await();
			return () -> {
			};
		});
	}

	private static void await(Node node, Class<? extends NodeEvent> event, ApplicationSpec spec) {
		node.stop("shop");
		Await.event(node, event, (each) -> true, () -> node.start(spec));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TriOtpAutoConfiguration.class, TriOtpHealthAutoConfiguration.class })
	static class Imported {

	}

	@Configuration(proxyBeanMethods = false)
	static class ShopConfiguration {

		@Bean
		Node node() {
			Node node = Node.start(NodeOptions.defaults().highWaterMark(10));
			node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne()));
			return node;
		}

	}

}
