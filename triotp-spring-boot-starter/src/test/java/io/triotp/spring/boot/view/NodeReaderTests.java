package io.triotp.spring.boot.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.Crasher;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.DeclaredChild;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.test.NodeExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node is looked at without Spring.
 */
class NodeReaderTests {

	private static final ApplicationSpec SHOP = ApplicationSpec.of("shop",
			SupervisorSpec.oneForOne(ChildSpec.server("till", Crasher::new).name("till")));

	private final ManualTime time = new ManualTime();

	@RegisterExtension
	private final NodeExtension extension = NodeExtension.with((options) -> options.name("shop-1").time(this.time));

	private Node node;

	@BeforeEach
	void start(Node node) {
		this.node = node;
	}

	@Test
	void theSummaryAndTheTreeCanBePrinted() {
		this.node.start(SHOP);
		try (NodeReader reader = NodeReader.of(this.node)) {
			assertThat(reader.summary().toText()).startsWith("node ").contains("shop-1, up 0s").contains("shop ");
			assertThat(reader.tree(TreeRequest.all()).orElseThrow().toText()).startsWith("shop ").contains("└─ till ");
		}
	}

	@Test
	void anApplicationThatIsConfiguredIsShownBeforeItIsStarted() {
		try (NodeReader reader = NodeReader.of(this.node, List.of(SHOP))) {
			assertThat(reader.summary().applications()).singleElement()
				.returns("shop", SummaryDescriptor.ApplicationDescriptor::name)
				.returns(PlaceState.NOT_STARTED, SummaryDescriptor.ApplicationDescriptor::state);
		}
	}

	@Test
	void theDeclaredTreeCanBeReadBeforeTheApplicationIsStartedAndAfter() {
		try (NodeReader reader = NodeReader.of(this.node, List.of(SHOP))) {
			assertThat(reader.declared("shop")).extracting(DeclaredChild::path).containsExactly("shop", "shop/till");
			this.node.start(SHOP);
			this.node.stop("shop");
			assertThat(reader.declared("shop")).extracting(DeclaredChild::path).containsExactly("shop", "shop/till");
		}
	}

	@Test
	void aChildAmongVeryManyIsFoundByItsPathAndOneThatIsNotThereIsNot() {
		try (Node node = Node.start(); NodeReader reader = NodeReader.of(node)) {
			node.start(ApplicationSpec.of("shop", SupervisorSpec
				.oneForOne(ChildSpec.dynamicSupervisor("carts", DynamicSupervisorSpec.defaults()).name("carts"))));
			for (int i = 0; i <= 50_000; i++) {
				node.dynamicSupervisor("carts").startServer("cart-" + i, Crasher::new);
			}
			assertThat(reader.process("shop/carts/cart-4321", Wanted.NOTHING)).get()
				.returns("shop/carts/cart-4321", ProcessDescriptor::path);
			assertThat(reader.process("shop/carts/cart-50001", Wanted.NOTHING)).isEmpty();
		}
	}

	@Test
	void whatIsNotThereIsNothing() {
		try (NodeReader reader = NodeReader.of(this.node)) {
			assertThat(reader.declared("none")).isEmpty();
			assertThat(reader.tree(TreeRequest.of(null, "none", null, null))).isEmpty();
			assertThat(reader.tree(TreeRequest.of("p999999", null, null, null))).isEmpty();
		}
	}

	@Test
	void theClockIsThatOfTheNode() {
		this.time.advance(Duration.ofHours(2));
		try (NodeReader reader = NodeReader.of(this.node)) {
			Instant now = ManualTime.EPOCH.plus(Duration.ofHours(2));
			assertThat(reader.summary().generatedAt()).isEqualTo(now);
			assertThat(reader.tree(TreeRequest.all()).orElseThrow().generatedAt()).isEqualTo(now);
			assertThat(reader.summary().toText()).contains("up 2h");
		}
	}

	@Test
	void aClosedReaderCountsNoRestarts() {
		this.node.start(SHOP);
		NodeReader open = NodeReader.of(this.node);
		NodeReader closed = NodeReader.of(this.node);
		closed.close();
		Await.restarts(this.node, 1, () -> this.node.<Crasher>server("till").cast(new Crasher.Crash()));
		assertThat(open.summary().restarts().lastMinute()).isOne();
		assertThat(closed.summary().restarts().lastMinute()).isZero();
		open.close();
	}

	@Test
	void aReaderDoesNotHaveRoutineReported() {
		try (Node node = Node.start(); NodeReader reader = NodeReader.of(node)) {
			assertThat(node.host().events().hasRoutineListeners()).isFalse();
			assertThat(reader.summary().restarts().total()).isZero();
		}
	}

	@Test
	void aReaderThatIsClosedHasWrittenDownWhatBroke() {
		Thread closing = Thread.currentThread();
		AtomicBoolean kept = new AtomicBoolean();
		IncidentStore store = new IncidentStore() {

			@Override
			public void keep(IncidentDescriptor incident) {
				long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
				while (closing.getState() != Thread.State.TIMED_WAITING && System.nanoTime() < end) {
					Thread.onSpinWait();
				}
				kept.set(true);
			}

			@Override
			public List<IncidentsDescriptor.IncidentHead> earlier() {
				return List.of();
			}

			@Override
			public Optional<IncidentDescriptor> find(String id) {
				return Optional.empty();
			}

		};
		try (Node node = Node.start()) {
			NodeReader reader = NodeReader.of(node).keeping(store);
			ServerRef<Crasher> one = weak(node);
			one.cast(new Crasher.Crash());
			Await.until(() -> !reader.incidents().incidents().isEmpty());
			reader.close();
			assertThat(kept).isTrue();
		}
	}

	private static ServerRef<Crasher> weak(Node node) {
		node.start(ApplicationSpec
			.of("weak",
					SupervisorSpec.oneForOne(ChildSpec.server("one", Crasher::new).name("one"))
						.intensity(new RestartIntensity(0, Duration.ofSeconds(5))))
			.restart(Restart.TEMPORARY));
		return node.server("one");
	}

}
