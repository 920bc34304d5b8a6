package io.triotp.spring.boot.observation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ReplyTo;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.task.Task;
import io.triotp.task.TaskResult;
import io.triotp.task.TaskStreamOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A shop: orders ask the stock, which asks a task, and tell the ledger.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
class ShopApplication {

	static final Logger logger = LoggerFactory.getLogger("shop");

	@Bean
	InMemorySpanExporter spans() {
		return InMemorySpanExporter.create();
	}

	/** A span is there as soon as it has ended. */
	@Bean
	SpanProcessor spanProcessor(InMemorySpanExporter spans) {
		return SimpleSpanProcessor.create(spans);
	}

	@Bean
	Ledger.Booked booked() {
		return new Ledger.Booked(new CountDownLatch(1));
	}

	@Bean
	ApplicationSpec shop(Ledger.Booked booked) {
		return ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(ChildSpec.server("ledger", () -> new Ledger(booked)).name("ledger"),
						ChildSpec.server("stock", Stock::new).name("stock"),
						ChildSpec.server("orders", Orders::new).name("orders")));
	}

	/**
	 * What a controller does.
	 */
	static String order(Node node, String item) {
		logger.info("controller got {}", item);
		return node.<Orders>server("orders").call(new Orders.Place(item));
	}

	/** Asks the stock, and tells the ledger. */
	static final class Orders implements GenServer<Integer, Orders.Place, Cast<Orders>> {

		record Place(String item) implements Call<Orders, String> {
		}

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public CallResult<Integer> handleCall(Place request, From from, Integer state) {
			logger.info("orders got {}", request.item());
			String found = ServerRef.<Stock>named("stock").call(new Stock.Find(request.item()));
			ServerRef.<Ledger>named("ledger").cast(new Ledger.Book(request.item()));
			return reply(request, found, state);
		}

	}

	/** Has a task look, and answers when it has. */
	static final class Stock implements GenServer<Integer, Stock.Find, Cast<Stock>> {

		record Find(String item) implements Call<Stock, String> {
		}

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public CallResult<Integer> handleCall(Find request, From from, Integer state) {
			logger.info("stock got {}", request.item());
			if (request.item().equals("bomb")) {
				throw new IllegalArgumentException("no bombs");
			}
			ReplyTo<String> caller = from.to(request);
			Task.start(self().processes(), () -> {
				logger.info("task got {}", request.item());
				try (Stream<TaskResult<String>> shelves = Task.asyncStream(self().processes(), Stream.of("a"),
						TaskStreamOptions.defaults(), (shelf) -> {
							logger.info("shelf {} got {}", shelf, request.item());
							return shelf;
						})) {
					caller.reply(request.item() + " on shelf " + shelves.findFirst().orElseThrow().orElseThrow());
				}
			});
			return next(state);
		}

	}

	/** Nobody waits for it. */
	static final class Ledger implements GenServer<Integer, Call<Ledger, ?>, Ledger.Book> {

		record Book(String item) implements Cast<Ledger> {
		}

		record Booked(CountDownLatch latch) {

			void await() throws InterruptedException {
				if (!this.latch.await(10, TimeUnit.SECONDS)) {
					throw new AssertionError("not booked within 10 seconds");
				}
			}

		}

		private final Booked booked;

		Ledger(Booked booked) {
			this.booked = booked;
		}

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public Next<Integer> handleCast(Book message, Integer state) {
			logger.info("ledger got {}", message.item());
			return next(state).then(message);
		}

		@Override
		public Next<Integer> handleContinue(Object continuation, Integer state) {
			logger.info("ledger continues with {}", continuation);
			self().sendAfter(Duration.ofMillis(1), "booked");
			return next(state);
		}

		/** Comes when the spans of the cast have ended. */
		@Override
		public Next<Integer> handleInfo(Object message, Integer state) {
			this.booked.latch().countDown();
			return next(state);
		}

	}

}
