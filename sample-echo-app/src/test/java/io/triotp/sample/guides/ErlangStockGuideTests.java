package io.triotp.sample.guides;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.InitResult;
import io.triotp.server.Next;
import io.triotp.server.PendingReply;
import io.triotp.server.ReplyTo;
import io.triotp.server.ServerRef;
import io.triotp.server.Sys;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.test.TriotpTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server of the guide "Coming from Erlang and Elixir".
 */
@TriotpTest(manualTime = true)
@ExtendWith(OutputCaptureExtension.class)
class ErlangStockGuideTests {

	private static final Logger log = LoggerFactory.getLogger(ErlangStockGuideTests.class);

	private final AtomicInteger shelf = new AtomicInteger(1);

	private ServerRef<Stock> stock;

	// tag::stock[]
	static final class Stock implements GenServer<Stock.State, Stock.Take, Stock.Put> {

		private static final Duration MINUTE = Duration.ofMinutes(1);

		private final IntSupplier shelf;

		Stock(IntSupplier shelf) {
			this.shelf = shelf;
		}

		record Take() implements Call<Stock, Integer> {
		}

		record Put() implements Cast<Stock> {
		}

		record Report() {
		}

		record State(int left, List<ReplyTo<Integer>> waiting) {
		}

		@Override
		public State init() {
			return new State(0, List.of());
		}

		@Override
		public InitResult<State> onStart() {
			return InitResult.ready(init()).then("count");
		}

		@Override
		public Next<State> handleContinue(Object count, State state) {
			self().sendAfter(MINUTE, new Report());
			return next(new State(this.shelf.getAsInt(), state.waiting()));
		}

		@Override
		public CallResult<State> handleCall(Take take, From from, State state) {
			if (state.left() == 0) {
				return next(new State(0, Stream.concat(state.waiting().stream(), Stream.of(from.to(take))).toList()));
			}
			return reply(take, state.left() - 1, new State(state.left() - 1, state.waiting()));
		}

		@Override
		public Next<State> handleCast(Put put, State state) {
			if (state.waiting().isEmpty()) {
				return next(new State(state.left() + 1, List.of()));
			}
			state.waiting().getFirst().reply(state.left());
			return next(new State(state.left(), state.waiting().stream().skip(1).toList()));
		}

		@Override
		public Next<State> handleInfo(Object message, State state) {
			log.info("{} left", state.left());
			self().sendAfter(MINUTE, message);
			return next(state);
		}

		@Override
		public void terminate(ExitReason reason, State state) {
			log.info("closed with {} left: {}", state.left(), reason);
		}

	}
	// end::stock[]

	@BeforeEach
	void start(Node node) {
		node.start(ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(ChildSpec.server("stock", () -> new Stock(this.shelf::get)).name("stock"))));
		this.stock = node.server("stock");
	}

	@Test
	void who_takes_what_is_not_there_waits_for_the_next_that_is_put() {
		assertThat(this.stock.call(new Stock.Take())).isZero();
		// tag::use[]
		PendingReply<Integer> taken = this.stock.sendRequest(new Stock.Take());
		this.stock.cast(new Stock.Put());
		int left = taken.await(Duration.ofSeconds(30));
		// end::use[]
		assertThat(left).isZero();
		this.stock.cast(new Stock.Put());
		assertThat(Sys.of(this.stock).getState()).isEqualTo(new Stock.State(1, List.of()));
	}

	@Test
	void it_reports_each_minute_and_when_it_is_closed(Node node, ManualTime time, CapturedOutput output) {
		assertThat(Sys.of(this.stock).getState().left()).isOne();
		for (int reports = 1; reports <= 2; reports++) {
			int expected = reports;
			time.advance(Duration.ofMinutes(1));
			Await.until(() -> output.getOut().split("1 left\n", -1).length == expected + 1);
		}
		node.stop("shop");
		assertThat(output).contains("closed with 1 left: shutdown");
	}

	@Test
	void an_operator_sees_and_changes_what_it_holds() {
		// tag::sys[]
		Sys<Stock.State> sys = Sys.of(this.stock);
		sys.replaceState((state) -> new Stock.State(7, state.waiting()));
		int left = sys.getState().left();
		// end::sys[]
		assertThat(left).isEqualTo(7);
	}

}
