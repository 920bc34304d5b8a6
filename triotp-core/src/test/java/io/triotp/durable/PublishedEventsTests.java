package io.triotp.durable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Processes;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.PendingReply;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import io.triotp.test.ManualTime;
import io.triotp.test.TestStore;
import io.triotp.testing.Gate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Events that durable servers publish in the transaction that stores their state.
 */
class PublishedEventsTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final TestStore states = new TestStore();

	private final Gate held = new Gate();

	@AfterEach
	void close() {
		this.held.open();
		this.node.close();
	}

	@SuppressWarnings("unchecked")
	private ServerRef<Shop> start(StateStore states) {
		DurableStore store = DurableStore.of(this.node, "main", states, StoreOptions.defaults());
		return (ServerRef<Shop>) (ServerRef<?>) GenServer.start(this.node,
				new Durability<>(store, "shop", new Codec()).server("alice", Shop::new).get(),
				ServerOptions.defaults());
	}

	@Test
	void an_event_is_published_with_the_change_it_belongs_to() {
		ServerRef<Shop> shop = start(this.states);
		shop.call(new Sell("tea"));
		assertThat(this.states.history()).singleElement()
			.satisfies((change) -> assertThat(change.events()).containsExactly("tea sold"));
	}

	@Test
	void an_event_is_published_though_the_state_is_the_same() {
		ServerRef<Shop> shop = start(this.states);
		shop.call(new Tell("open"));
		assertThat(this.states.published()).containsExactly("open");
	}

	@Test
	void those_of_all_handlers_that_are_stored_together_are_published_in_order() {
		AtomicInteger commits = new AtomicInteger();
		this.states.beforeCommit(() -> {
			if (commits.incrementAndGet() == 1) {
				this.held.passStubbornly();
			}
		});
		ServerRef<Shop> shop = start(this.states);
		shop.sendRequest(new Sell("tea"));
		this.held.awaitReached();
		shop.sendRequest(new Sell("cake"));
		shop.sendRequest(new Tell("tired"));
		PendingReply<Integer> last = shop.sendRequest(new Sell("jam"));
		this.time
			.advanceUntil(() -> shop.pid().map((pid) -> this.node.view().glance(pid).handled() == 4).orElse(false));
		this.held.open();
		assertThat(last.await()).isEqualTo(3);
		assertThat(this.states.published()).containsExactly("tea sold", "cake sold", "tired", "jam sold");
		assertThat(this.states.history()).hasSizeLessThan(4);
	}

	@Test
	void a_handler_that_fails_has_published_nothing() {
		ServerRef<Shop> shop = start(this.states);
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> shop.call(new Sell("poison")));
		assertThat(this.states.published()).isEmpty();
	}

	@Test
	void an_event_is_published_once_though_the_store_fails() {
		AtomicInteger commits = new AtomicInteger();
		this.states.faults(() -> switch (commits.incrementAndGet()) {
			case 1 -> TestStore.Fault.BEFORE;
			case 2, 4 -> TestStore.Fault.AFTER;
			default -> TestStore.Fault.NONE;
		});
		ServerRef<Shop> shop = start(this.states);
		for (String each : List.of("tea", "cake", "jam")) {
			PendingReply<Integer> sold = shop.sendRequest(new Sell(each));
			this.time.advanceUntil(sold::isDone);
			sold.await();
		}
		assertThat(this.states.published()).containsExactly("tea sold", "cake sold", "jam sold");
	}

	@Test
	void what_is_removed_publishes_its_last_event() {
		ServerRef<Shop> shop = start(this.states);
		shop.call(new Sell("tea"));
		shop.call(new Close());
		assertThat(this.states.published()).containsExactly("tea sold", "closed");
		assertThat(this.states.stored(new StateId("shop", "alice"))).isEmpty();
	}

	@Test
	void what_was_never_stored_publishes_its_event_though_the_store_fails() {
		AtomicInteger commits = new AtomicInteger();
		this.states.faults(() -> (commits.incrementAndGet() == 1) ? TestStore.Fault.BEFORE : TestStore.Fault.NONE);
		PendingReply<Integer> closed = start(this.states).sendRequest(new Close());
		this.time.advanceUntil(closed::isDone);
		assertThat(closed.await()).isZero();
		assertThat(this.states.published()).containsExactly("closed");
	}

	@Test
	void a_store_that_publishes_nothing_ends_a_handler_that_wants_to() {
		StateStore silent = new StateStore() {

			@Override
			public @Nullable StoredState load(StateId id) {
				return PublishedEventsTests.this.states.load(id);
			}

			@Override
			public List<DueServer> due(@Nullable DueServer after, Instant until, int most) {
				return List.of();
			}

			@Override
			public List<Boolean> commit(List<StateChange> changes) {
				return PublishedEventsTests.this.states.commit(changes);
			}

		};
		assertThatExceptionOfType(CallException.ServerExited.class)
			.isThrownBy(() -> start(silent).call(new Sell("tea")))
			.withMessageContaining("Store 'main' publishes no events, so shop/alice cannot publish java.lang.String");
		assertThat(this.states.history()).isEmpty();
	}

	private static final class Shop implements GenServer<Integer, Ask, Cast<Shop>> {

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public CallResult<Integer> handleCall(Ask request, From from, Integer sold) {
			return switch (request) {
				case Sell sell -> {
					CallResult.Reply<Integer> reply = reply(sell, sold + 1, sold + 1).publish(sell.what() + " sold");
					if (sell.what().equals("poison")) {
						throw new IllegalStateException("nobody sells poison");
					}
					yield reply;
				}
				case Tell tell -> reply(tell, sold, sold).publish(tell.event());
				case Close close -> reply(close, sold, nothing()).publish("closed");
			};
		}

		@SuppressWarnings("NullAway")
		private static Integer nothing() {
			return null;
		}

	}

	private sealed interface Ask extends Call<Shop, Integer> {

	}

	private record Sell(String what) implements Ask {
	}

	private record Tell(String event) implements Ask {
	}

	private record Close() implements Ask {
	}

	private static final class Codec implements StateCodec<Integer> {

		@Override
		public int schema() {
			return 1;
		}

		@Override
		public byte[] encode(Integer state) {
			return state.toString().getBytes(StandardCharsets.US_ASCII);
		}

		@Override
		public Integer decode(byte[] bytes, int schema) {
			return Integer.valueOf(new String(bytes, StandardCharsets.US_ASCII));
		}

	}

}
