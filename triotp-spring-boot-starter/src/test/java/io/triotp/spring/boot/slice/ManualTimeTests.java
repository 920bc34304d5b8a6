package io.triotp.spring.boot.slice;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.spring.boot.autoconfigure.TriOtpAutoConfiguration;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Shutdown;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.test.NodeAssert;
import io.triotp.test.spring.TriotpSliceTest;
import io.triotp.test.spring.TriotpTestAutoConfiguration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;

/** Time that a test moves, in a context. */
@ExtendWith(OutputCaptureExtension.class)
class ManualTimeTests {

	@Nested
	@TriotpSliceTest(manualTime = true,
			properties = { "triotp.applications.shop.supervisor.children[0].bean=cleaner",
					"triotp.applications.shop.supervisor.children[0].every=1h",
					"triotp.applications.shop.supervisor.children[1]=till" })
	class InASlice {

		@MockitoBean
		private Prices prices;

		@Test
		void isThatOfTheNodeAndIsMovedByTheTest(Node node, ManualTime time, @Autowired Cleaner cleaner) {
			assertThat(node.view().options().time()).isSameAs(time);
			Await.quiet(node);
			time.advance(Duration.ofMinutes(59));
			assertThat(cleaner.runs()).isZero();
			time.advance(Duration.ofMinutes(1));
			Await.until(() -> cleaner.runs() == 1);
		}

	}

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(TriOtpAutoConfiguration.class, TriotpTestAutoConfiguration.class, LifecycleAutoConfiguration.class));

	/** Is killed when its time to stop is over. */
	private static ChildSpec door(CountDownLatch never) {
		return ChildSpec.resource("door", () -> never::await).shutdown(Shutdown.within(Duration.ofMillis(50)));
	}

	@Test
	void passesByItselfWhileTheContextIsClosed(CapturedOutput output) {
		this.runner.withPropertyValues("triotp.test.manual-time=true")
			.withBean("door", ChildSpec.class, () -> door(new CountDownLatch(1)))
			.run((context) -> assertThat(context).hasSingleBean(ManualTime.class));
		assertThat(output).doesNotContain("has not stopped in time");
	}

	@Test
	void passesWhileTheContextIsStoppedAndStandsStillAfterwards(CapturedOutput output) {
		this.runner.withPropertyValues("triotp.test.manual-time=true", "spring.application.name=shop")
			.withBean("door", ChildSpec.class, () -> door(new CountDownLatch(1)))
			.run((context) -> {
				ManualTime time = context.getBean(ManualTime.class);
				context.getSourceApplicationContext(ConfigurableApplicationContext.class).stop();
				assertThat(time.instant()).isAfterOrEqualTo(ManualTime.EPOCH.plusMillis(50));
				assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
					.doesNotContain("triotp-time-of-stops");
				context.getSourceApplicationContext(ConfigurableApplicationContext.class).start();
				NodeAssert.assertThat(context.getBean(Node.class)).isRunning("shop/door");
			});
		assertThat(output).doesNotContain("has not stopped in time");
	}

	@Test
	void isNotThereUnlessItIsAskedFor() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(ManualTime.class);
			assertThat(context.getBean(Node.class).view().options().time()).isNotInstanceOf(ManualTime.class);
		});
	}

	@Test
	void ofAParentContextIsNotThatOfTheChild() {
		this.runner.withPropertyValues("triotp.test.manual-time=true")
			.run((parent) -> new ApplicationContextRunner().withParent(parent)
				.withConfiguration(
						AutoConfigurations.of(TriOtpAutoConfiguration.class, TriotpTestAutoConfiguration.class))
				.withPropertyValues("triotp.test.manual-time=false")
				.run((child) -> {
					NodeOptions options = child.getBean("triOtpNode", Node.class).view().options();
					assertThat(options.time()).isNotInstanceOf(ManualTime.class);
				}));
	}

}
