package io.triotp.spring.boot.view;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.application.ApplicationEvent;
import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.spring.boot.Crasher;
import io.triotp.spring.boot.view.TreeDescriptor.Kind;
import io.triotp.spring.boot.view.TreeDescriptor.NodeDescriptor;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import io.triotp.test.TriotpTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the tree shows of applications in every state of their lives.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TriotpTest
class TreeTests {

	private static final ApplicationSpec LATER = ApplicationSpec.of("later", SupervisorSpec.oneForOne());

	private Node node;

	private NodeReader reader;

	/** Lets everything go that a test has made to hang. */
	private final CountDownLatch release = new CountDownLatch(1);

	@BeforeEach
	void start(Node node) {
		this.node = node;
		this.reader = NodeReader.of(node, List.of(LATER));
	}

	@AfterEach
	void stop() {
		this.release.countDown();
	}

	@Test
	void anApplicationIsShownBeforeItIsStarted() {
		NodeDescriptor later = at(tree(null, 3, 500), "later");
		assertThat(later.state()).isEqualTo(PlaceState.NOT_STARTED);
		assertThat(later.kind()).isEqualTo(Kind.SUPERVISOR);
		assertThat(this.reader.summary().applications()).singleElement()
			.satisfies((application) -> assertThat(tree(application.rootId(), 1, 1).roots())
				.containsExactly(application.rootId()));
	}

	@Test
	void anApplicationIsShownAfterItWasStopped() {
		this.node.start(LATER);
		this.node.stop("later");
		NodeDescriptor later = at(tree(null, 3, 500), "later");
		assertThat(later.state()).isEqualTo(PlaceState.STOPPED);
		assertThat(later.lastExit()).isNotNull().returns(ExitDescriptor.Kind.SHUTDOWN, ExitDescriptor::reason);
	}

	@Test
	void anApplicationThatHasFailedTellsWhy() {
		RestartIntensity never = new RestartIntensity(0, RestartIntensity.DEFAULT_PERIOD);
		this.node.start(
				ApplicationSpec
					.of("weak",
							SupervisorSpec.oneForOne(ChildSpec.server("one", Crasher::new).name("one"))
								.intensity(never))
					.limits(never));
		Await.event(this.node, ApplicationEvent.Failed.class, (event) -> event.application().equals("weak"),
				() -> this.node.<Crasher>server("one").cast(new Crasher.Crash()));
		assertThat(at(tree("weak", 3, 500), "weak")).satisfies((weak) -> {
			assertThat(weak.state()).isEqualTo(PlaceState.FAILED);
			assertThat(weak.lastExit()).isNotNull()
				.returns(ExitDescriptor.Kind.GAVE_UP, ExitDescriptor::reason)
				.returns(IllegalStateException.class.getName(), ExitDescriptor::exception);
		});
		assertThat(this.reader.summary().problems()).singleElement()
			.returns(SummaryDescriptor.ProblemDescriptor.Code.APPLICATION_FAILED,
					SummaryDescriptor.ProblemDescriptor::code);
		assertThat(this.reader.summary().toText()).contains("APPLICATION_FAILED  weak");
	}

	@Test
	void aChildThatIsRestartedAgainAndAgainIsAProblemAlsoFarBelowTheLimit() {
		this.node.start(
				ApplicationSpec.of("shop", SupervisorSpec.oneForOne(ChildSpec.server("till", Crasher::new).name("till"))
					.intensity(new RestartIntensity(100, RestartIntensity.DEFAULT_PERIOD))));
		for (int i = 1; i <= 4; i++) {
			Await.restarts(this.node, 1, () -> this.node.<Crasher>server("till").cast(new Crasher.Crash()));
			assertThat(this.reader.summary().problems()).as("after " + i).isEmpty();
		}
		Await.restarts(this.node, 1, () -> this.node.<Crasher>server("till").cast(new Crasher.Crash()));
		assertThat(this.reader.summary().problems()).singleElement()
			.returns(SummaryDescriptor.ProblemDescriptor.Code.RESTARTED_AGAIN_AND_AGAIN,
					SummaryDescriptor.ProblemDescriptor::code)
			.returns("shop/till", SummaryDescriptor.ProblemDescriptor::path)
			.returns("5 restarts within 10m", SummaryDescriptor.ProblemDescriptor::detail);
	}

	@Test
	void aChildWhoseInitHangsWhenItIsRestartedHangsNobodyElse() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		AtomicInteger starts = new AtomicInteger();
		this.node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(ChildSpec.server("till", Crasher::new),
				ChildSpec.server("stuck", Crasher::new).name("stuck").intercept((context, next) -> {
					if (starts.incrementAndGet() > 1) {
						hanging.countDown();
						this.release.await();
					}
					return next.start(context);
				}))));
		this.node.view()
			.processes()
			.filter((process) -> process.label().filter("shop/stuck"::equals).isPresent())
			.forEach((process) -> this.node.kill(process.pid()));
		assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
		TreeDescriptor tree = tree("shop", 3, 500);
		assertThat(at(tree, "shop/stuck").state()).isEqualTo(PlaceState.RESTARTING);
		assertThat(at(tree, "shop/till").state()).isIn(PlaceState.WAITING, PlaceState.RUNNING);
		assertThat(this.reader.summary().applications().getFirst().state()).isEqualTo(PlaceState.RUNNING);
	}

	@Test
	void aChildWhoseTerminateHangsHangsNobodyElse() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		this.node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(ChildSpec.resource("stuck", () -> () -> {
			hanging.countDown();
			this.release.await();
		}))));
		Thread stopper = Thread.ofVirtual().start(() -> this.node.stop("shop"));
		assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.reader.summary().applications().getFirst().state()).isEqualTo(PlaceState.STOPPING);
		assertThat(at(tree("shop", 3, 500), "shop/stuck").kind()).isEqualTo(Kind.WORKER);
		this.release.countDown();
		stopper.join();
	}

	@Test
	void anApplicationWhoseStartHangsIsShownAsStarting() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		Thread starter = Thread.ofVirtual()
			.start(() -> this.node
				.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(ChildSpec.resource("stuck", () -> {
					hanging.countDown();
					this.release.await();
					return () -> {
					};
				})))));
		assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(at(tree("shop", 3, 500), "shop").state()).isEqualTo(PlaceState.STARTING);
		this.release.countDown();
		starter.join();
	}

	@Test
	void aChildThatWaitsToBeRestartedKeepsAnIdAndTellsWhen() {
		Backoff oneHour = new Backoff(Duration.ofHours(1), Duration.ofHours(1), 1, 0, Duration.ofHours(1));
		this.node.start(ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(ChildSpec.server("till", Crasher::new).name("till").backoff(oneHour))));
		this.node.<Crasher>server("till").cast(new Crasher.Crash());
		Await.backoff(this.node, "shop/till");
		TreeDescriptor tree = tree("shop", 3, 500);
		String id = tree.nodes().get(tree.roots().getFirst()).children().getFirst();
		assertThat(tree.nodes().get(id)).returns(PlaceState.RESTARTING, NodeDescriptor::state)
			.satisfies((till) -> assertThat(till.restartAt()).isAfter(tree.generatedAt()));
		assertThat(tree(id, 1, 1).nodes()).containsOnlyKeys(id);
		assertThat(tree.toText()).containsPattern("restart in (59m|1h)");
	}

	@Test
	void depthAndLimitCutTheTreeLevelByLevel() {
		startTwoFloors(3);
		TreeDescriptor flat = tree("shop", 2, 500);
		assertThat(flat.truncated()).isTrue();
		assertThat(at(flat, "shop/a")).returns(3, NodeDescriptor::childCount)
			.returns(true, NodeDescriptor::childrenTruncated)
			.returns(List.of(), NodeDescriptor::children);
		TreeDescriptor narrow = tree("shop", 8, 4);
		assertThat(narrow.returned()).isEqualTo(4);
		assertThat(narrow.nodes().values()).extracting(NodeDescriptor::path)
			.containsExactly("shop", "shop/a", "shop/b", "shop/a/0");
		assertThat(tree("shop", 8, 500).truncated()).isFalse();
	}

	@Test
	void ofManyDynamicChildrenTheFirstPageIsShown() {
		this.node.start(ApplicationSpec.of("shop", SupervisorSpec
			.oneForOne(ChildSpec.dynamicSupervisor("carts", DynamicSupervisorSpec.defaults()).name("carts"))));
		DynamicSupervisor carts = DynamicSupervisor.named(this.node, "carts");
		for (int i = 0; i < 3000; i++) {
			carts.startServer("cart", Crasher::new);
		}
		TreeDescriptor tree = tree("shop", 3, 500);
		assertThat(at(tree, "shop/carts")).returns(3000, NodeDescriptor::childCount)
			.satisfies((node) -> assertThat(node.children()).hasSize(50));
		assertThat(tree.toText()).endsWith("   └─ … 2950 more\n");
		assertThat(tree("shop/carts", 2, 9999).returned()).isEqualTo(2000);
		assertThat(at(tree, "shop/carts").childrenTruncated()).isTrue();
	}

	private void startTwoFloors(int width) {
		ChildSpec[] leaves = new ChildSpec[width];
		for (int i = 0; i < width; i++) {
			leaves[i] = ChildSpec.server(String.valueOf(i), Crasher::new);
		}
		this.node.start(ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(ChildSpec.supervisor("a", SupervisorSpec.oneForOne(leaves)),
						ChildSpec.supervisor("b", SupervisorSpec.oneForOne(leaves)))));
	}

	private TreeDescriptor tree(String root, int depth, int limit) {
		return this.reader.tree(TreeRequest.of(root, null, depth, limit)).orElseThrow();
	}

	private static NodeDescriptor at(TreeDescriptor tree, String path) {
		return tree.nodes().values().stream().filter((node) -> node.path().equals(path)).findFirst().orElseThrow();
	}

}
