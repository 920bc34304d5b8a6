package io.triotp.history;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What is remembered of a node, and for how long.
 */
class HistoryTests {

	private final ManualTime time = new ManualTime();

	private final List<Node> nodes = new ArrayList<>();

	private final Lives lives = new Lives();

	@AfterEach
	void close() {
		this.nodes.forEach(Node::close);
	}

	private Node node(int capacity) {
		Node node = Node.start(NodeOptions.defaults().time(this.time).history(capacity), (failed) -> {
		});
		this.nodes.add(node);
		return node;
	}

	private void startShop(Node node, RestartIntensity intensity) {
		node.start(ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(this.lives.server("till").name("till")).intensity(intensity)));
	}

	private void crash(Node node, String name, RuntimeException with) {
		// It is back before its return is told.
		Probe.until(() -> node.whereis(name).isPresent());
		Pid before = node.whereis(name).orElseThrow();
		Lives.tell(node, before, () -> {
			throw with;
		});
		Probe.until(() -> !before.isAlive());
	}

	private static void awaitNewest(Node node, HistoryEntry.Type type) {
		Probe.until(() -> node.history().newest(1, (each) -> true).stream().anyMatch((each) -> each.type() == type));
	}

	@Test
	void a_crash_and_what_its_supervisor_did_can_be_read_afterwards() {
		Node node = node(100);
		startShop(node, RestartIntensity.DEFAULT);
		Pid first = node.whereis("till").orElseThrow();
		crash(node, "till", new IllegalStateException("the drawer is stuck"));
		awaitNewest(node, HistoryEntry.Type.PROCESS_RESTARTED);
		List<HistoryEntry> entries = node.history().after(0, 10, (each) -> true);
		assertThat(entries).extracting(HistoryEntry::type)
			.containsExactly(HistoryEntry.Type.APPLICATION_STARTED, HistoryEntry.Type.PROCESS_CRASHED,
					HistoryEntry.Type.RESTART_GRANTED, HistoryEntry.Type.PROCESS_RESTARTED);
		HistoryEntry crashed = entries.get(1);
		assertThat(crashed.path()).isEqualTo("shop/till");
		assertThat(crashed.process()).isEqualTo(first.id());
		assertThat(crashed.at()).isEqualTo(ManualTime.EPOCH);
		Cause cause = crashed.cause().orElseThrow();
		assertThat(cause.reason()).isEqualTo(Cause.Reason.CRASH);
		assertThat(cause.exception()).contains(IllegalStateException.class.getName());
		assertThat(cause.message()).isEqualTo("the drawer is stuck");
		assertThat(cause.frames()).isNotEmpty();
		assertThat(entries.get(2).detail()).contains("1 of 3");
		HistoryEntry restarted = entries.get(3);
		assertThat(restarted.incarnation()).isEqualTo(2);
		assertThat(restarted.process()).isEqualTo(node.whereis("till").orElseThrow().id());
	}

	@Test
	void routine_leaves_no_entry() {
		Node node = node(100);
		startShop(node, RestartIntensity.DEFAULT);
		node.stop("shop");
		assertThat(node.history().newest(100, (each) -> true)).extracting(HistoryEntry::type)
			.containsExactly(HistoryEntry.Type.APPLICATION_STOPPED, HistoryEntry.Type.APPLICATION_STARTED);
	}

	@Test
	void a_supervisor_that_gave_up_and_its_application_are_remembered_with_the_cause() {
		Node node = node(100);
		startShop(node, new RestartIntensity(0, Duration.ofSeconds(5)));
		for (int i = 0; i < RestartIntensity.DEFAULT_MAX_RESTARTS; i++) {
			crash(node, "till", new IllegalStateException("the drawer is stuck"));
			awaitNewest(node, HistoryEntry.Type.PROCESS_RESTARTED);
		}
		crash(node, "till", new IllegalStateException("the drawer is stuck"));
		awaitNewest(node, HistoryEntry.Type.APPLICATION_FAILED);
		List<HistoryEntry> errors = node.history()
			.newest(10, (each) -> each.type().severity() == HistoryEntry.Severity.ERROR);
		assertThat(errors).extracting(HistoryEntry::type)
			.startsWith(HistoryEntry.Type.APPLICATION_FAILED, HistoryEntry.Type.SUPERVISOR_GAVE_UP,
					HistoryEntry.Type.SUPERVISOR_GAVE_UP);
		assertThat(errors).allSatisfy((each) -> assertThat(each.cause().orElseThrow().exception())
			.contains(IllegalStateException.class.getName()));
		assertThat(errors.get(1).detail()).contains("more than 3 restarts within 5s, last 'shop'");
		assertThat(errors.get(2).detail()).contains("more than 0 restarts within 5s, last 'till'");
	}

	@Test
	void how_long_a_restart_waits_is_remembered() {
		Node node = node(100);
		node.start(ApplicationSpec.of("shop", SupervisorSpec.oneForOne(this.lives.server("till")
			.name("till")
			.backoff(new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(2), 1, 0, Duration.ofSeconds(10))))));
		crash(node, "till", new IllegalStateException());
		awaitNewest(node, HistoryEntry.Type.START_DELAYED);
		assertThat(node.history().newest(1, (each) -> true).get(0).delay()).contains(Duration.ofSeconds(2));
	}

	@Test
	void crashes_of_one_kind_are_counted_together() {
		Node node = node(100);
		startShop(node, new RestartIntensity(100, Duration.ofSeconds(5)));
		for (int i = 0; i < 3; i++) {
			int number = i;
			crash(node, "till", new IllegalStateException("number " + i));
			Probe.until(() -> restarts(node) == number + 1);
			this.time.advance(Duration.ofSeconds(1));
		}
		crash(node, "till", new IllegalArgumentException("another one"));
		Probe.until(() -> node.history().crashGroups().size() == 2);
		CrashGroup most = node.history().crashGroups().get(0);
		assertThat(most.count()).isEqualTo(3);
		assertThat(most.first()).isEqualTo(ManualTime.EPOCH);
		assertThat(most.last()).isEqualTo(ManualTime.EPOCH.plusSeconds(2));
		assertThat(most.path()).isEqualTo("shop/till");
		assertThat(most.cause().message()).isEqualTo("number 2");
	}

	private static long restarts(Node node) {
		return node.history().place("shop/till").map(PlaceRecord::restarts).orElse(0L);
	}

	@Test
	void a_place_remembers_its_crashes_and_restarts_though_its_supervisor_is_gone() {
		Node node = node(100);
		startShop(node, RestartIntensity.DEFAULT);
		crash(node, "till", new IllegalStateException());
		awaitNewest(node, HistoryEntry.Type.PROCESS_RESTARTED);
		node.stop("shop");
		PlaceRecord till = node.history().place("shop/till").orElseThrow();
		assertThat(till.crashes()).isOne();
		assertThat(till.restarts()).isOne();
		assertThat(till.last()).extracting(HistoryEntry::type)
			.containsExactly(HistoryEntry.Type.PROCESS_RESTARTED, HistoryEntry.Type.RESTART_GRANTED,
					HistoryEntry.Type.PROCESS_CRASHED);
		assertThat(node.history().place("shop/other")).isEmpty();
	}

	@Test
	void only_the_newest_are_kept_and_chatter_pushes_no_crash_out() {
		Node node = node(16);
		startShop(node, new RestartIntensity(100, Duration.ofSeconds(5)));
		crash(node, "till", new IllegalStateException("the first"));
		awaitNewest(node, HistoryEntry.Type.PROCESS_RESTARTED);
		for (int i = 0; i < 10; i++) {
			node.stop("shop");
			startShop(node, RestartIntensity.DEFAULT);
		}
		assertThat(node.history().newest(100, (each) -> true)).hasSize(16);
		assertThat(node.history().extent().entries()).isEqualTo(16);
		assertThat(node.history().extent().dropped()).isEqualTo(24 - 16);
		assertThat(node.history().newest(100, (each) -> each.type() == HistoryEntry.Type.PROCESS_CRASHED)).isEmpty();
		assertThat(node.history().crashes(10)).singleElement()
			.satisfies((each) -> assertThat(each.cause().orElseThrow().message()).isEqualTo("the first"));
	}

	@Test
	void entries_after_a_number_come_oldest_first() {
		Node node = node(100);
		startShop(node, RestartIntensity.DEFAULT);
		long known = node.history().extent().newest();
		node.stop("shop");
		startShop(node, RestartIntensity.DEFAULT);
		assertThat(node.history().after(known, 1, (each) -> true)).extracting(HistoryEntry::type)
			.containsExactly(HistoryEntry.Type.APPLICATION_STOPPED);
		assertThat(node.history().after(known, 10, (each) -> true))
			.isSortedAccordingTo((one, other) -> Long.compare(one.sequence(), other.sequence()))
			.hasSize(2);
	}

	@Test
	void a_handler_that_does_not_return_and_one_that_did_at_last_are_remembered() {
		Node node = node(100);
		startShop(node, RestartIntensity.DEFAULT);
		Gate gate = new Gate();
		Lives.tell(node, node.whereis("till").orElseThrow(), gate::passStubbornly);
		gate.awaitReached();
		this.time.advance(NodeOptions.DEFAULT_WEDGED_AFTER);
		awaitTold(node, HistoryEntry.Type.WEDGED);
		HistoryEntry wedged = node.history().newest(1, (each) -> true).get(0);
		assertThat(wedged.path()).isEqualTo("shop/till");
		assertThat(wedged.detail()).contains(" for 30").contains("Gate.passStubbornly");
		gate.open();
		awaitTold(node, HistoryEntry.Type.FREED);
		assertThat(node.history().newest(1, (each) -> true).get(0).detail()).contains(", after 30");
	}

	/** What the node has noticed is told by the clock. */
	private void awaitTold(Node node, HistoryEntry.Type type) {
		Probe.until(() -> {
			this.time.advance(Duration.ZERO);
			return node.history().newest(1, (each) -> true).stream().anyMatch((each) -> each.type() == type);
		});
	}

	@Test
	void lost_messages_of_a_kind_are_counted_and_told_once_in_a_while() {
		Node node = node(100);
		Pid gone = node.spawn((self) -> {
		});
		Probe.exitOf(node, gone);
		for (int i = 0; i < 5; i++) {
			node.send(gone, "hello?");
		}
		this.time.advance(Duration.ofSeconds(10));
		node.send(gone, "hello?");
		node.send(gone, 42);
		assertThat(node.history().lostMessages()).extracting(LostMessages::message, LostMessages::count)
			.containsExactly(tuple(String.class.getName(), 6L), tuple(Integer.class.getName(), 1L));
		assertThat(node.history().lostMessages().get(0).reason()).isEqualTo(DeadLetterReason.NO_PROCESS);
		List<HistoryEntry> told = node.history().after(0, 10, (each) -> each.type() == HistoryEntry.Type.DEAD_LETTERS);
		assertThat(told).extracting(HistoryEntry::detail)
			.satisfiesExactly((first) -> assertThat(first).startsWith("1 of type java.lang.String"),
					(later) -> assertThat(later).startsWith("6 of type java.lang.String"),
					(other) -> assertThat(other).startsWith("1 of type java.lang.Integer"));
	}

	@Test
	void it_keeps_no_object_of_a_user() {
		Node node = node(100);
		startShop(node, RestartIntensity.DEFAULT);
		WeakReference<RuntimeException> thrown = crashWith(node);
		awaitNewest(node, HistoryEntry.Type.PROCESS_RESTARTED);
		node.stop("shop");
		startShop(node, RestartIntensity.DEFAULT);
		node.stop("shop");
		Probe.until(() -> {
			System.gc();
			return thrown.refersTo(null);
		});
		assertThat(node.history().crashes(1)).hasSize(1);
	}

	private WeakReference<RuntimeException> crashWith(Node node) {
		RuntimeException exception = new IllegalStateException("it holds a basket");
		crash(node, "till", exception);
		return new WeakReference<>(exception);
	}

	@Test
	void an_exception_that_does_not_tell_what_it_is_harms_nobody() {
		Node node = node(100);
		startShop(node, RestartIntensity.DEFAULT);
		crash(node, "till", new RuntimeException() {
			@Override
			public String getMessage() {
				throw new IllegalStateException("no message");
			}

			@Override
			public StackTraceElement[] getStackTrace() {
				throw new IllegalStateException("no stack");
			}
		});
		awaitNewest(node, HistoryEntry.Type.PROCESS_RESTARTED);
		Cause cause = node.history().crashes(1).get(0).cause().orElseThrow();
		assertThat(cause.message()).contains("could not be had").contains(IllegalStateException.class.getName());
		assertThat(cause.frames()).isEmpty();
	}

	@Test
	void a_watcher_hears_of_each_entry_and_one_that_fails_harms_nobody() {
		Node node = node(100);
		AtomicInteger heard = new AtomicInteger();
		node.history().addWatcher((entry) -> {
			throw new IllegalStateException("broken");
		});
		node.history().addWatcher((entry) -> heard.incrementAndGet());
		startShop(node, RestartIntensity.DEFAULT);
		assertThat(heard.get()).isOne();
	}

	@Test
	void none_is_kept_if_none_is_wanted_and_less_than_none_is_refused() {
		Node node = node(0);
		startShop(node, RestartIntensity.DEFAULT);
		node.stop("shop");
		assertThat(node.history().newest(10, (each) -> true)).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> NodeOptions.defaults().history(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> History.of(0));
	}

}
