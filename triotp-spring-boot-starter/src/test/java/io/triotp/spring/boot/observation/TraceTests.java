package io.triotp.spring.boot.observation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.triotp.durable.Durability;
import io.triotp.durable.DurableStore;
import io.triotp.durable.StoreOptions;
import io.triotp.jdbc.JacksonCodec;
import io.triotp.node.Node;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;
import io.triotp.test.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One trace from the request to the last task, as spans and in the log.
 */
@ExtendWith(OutputCaptureExtension.class)
class TraceTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String PATTERN = "--logging.pattern.console=%m [%X{traceId}] [%X{triotp.path}] "
			+ "[%X{triotp.application}] {%t}%n";

	@Test
	void aRequestOfMvcIsOneTrace(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, MvcController.class)) {
			assertThat(get(context, "/tea")).isEqualTo("tea on shelf a");
			context.getBean(ShopApplication.Ledger.Booked.class).await();
			assertOneTrace(context, output);
		}
	}

	@Test
	void aRequestOfWebFluxIsOneTrace(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.REACTIVE, FluxController.class)) {
			assertThat(get(context, "/tea")).isEqualTo("tea on shelf a");
			context.getBean(ShopApplication.Ledger.Booked.class).await();
			assertOneTrace(context, output);
		}
	}

	private void assertOneTrace(ConfigurableApplicationContext context, CapturedOutput output) {
		Spans spans = new Spans(context.getBean(InMemorySpanExporter.class).getFinishedSpanItems());
		SpanData callOrders = spans.get("call Place");
		assertThat(callOrders.getTraceId()).isEqualTo(TRACE);
		SpanData orders = childOf(callOrders, spans.get("handle Place"));
		SpanData callStock = childOf(orders, spans.get("call Find"));
		SpanData stock = childOf(callStock, spans.get("handle Find"));
		SpanData task = spans.under(stock, "task Stock");
		spans.under(task, "task Stock");
		SpanData cast = childOf(orders, spans.get("cast Book"));
		SpanData ledger = spans.get("handle Book");
		assertThat(ledger.getTraceId()).isNotEqualTo(TRACE);
		assertThat(ledger.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(cast.getSpanId()));
		childOf(ledger, spans.get("continue Book"));
		assertThat(output).contains("controller got tea [" + TRACE + "]")
			.contains("orders got tea [" + TRACE + "] [shop/orders] [shop] {shop/orders}")
			.contains("stock got tea [" + TRACE + "] [shop/stock] [shop] {shop/stock}")
			.contains("task got tea [" + TRACE + "] [task] [task] {task}")
			.contains("shelf a got tea [" + TRACE + "]")
			.contains("ledger got tea [" + ledger.getTraceId() + "] [shop/ledger] [shop]")
			.contains("ledger continues with Book[item=tea] [" + ledger.getTraceId() + "] [shop/ledger] [shop]");
	}

	private record Spans(List<SpanData> all) {

		SpanData get(String name) {
			return find(name, this.all);
		}

		SpanData under(SpanData parent, String name) {
			return find(name,
					this.all.stream().filter((each) -> each.getParentSpanId().equals(parent.getSpanId())).toList());
		}

		private SpanData find(String name, List<SpanData> among) {
			List<SpanData> found = among.stream().filter((each) -> each.getName().equals(name)).toList();
			assertThat(found).as("'%s' of %s", name, this.all.stream().map(SpanData::getName).toList()).hasSize(1);
			return found.getFirst();
		}

	}

	private static SpanData childOf(SpanData parent, SpanData child) {
		assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
		assertThat(child.getParentSpanId()).as("parent of %s", child.getName()).isEqualTo(parent.getSpanId());
		return child;
	}

	@Test
	void theReportOfACrashIsInTheTrace(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, MvcController.class)) {
			assertThat(get(context, "/bomb")).contains("500");
			assertThat(output).containsPattern("shop/stock \\(#PID<\\d+>\\) crashed on .* \\[" + TRACE + "]");
			List<SpanData> spans = context.getBean(InMemorySpanExporter.class).getFinishedSpanItems();
			assertThat(spans).filteredOn((each) -> each.getName().equals("handle Find"))
				.singleElement()
				.satisfies((span) -> assertThat(span.getEvents()).isNotEmpty());
		}
	}

	@Test
	void theTraceGoesOnThroughTheCommitOfADurableServer() throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, DurableController.class)) {
			assertThat(get(context, "/tea")).isEqualTo("1 sold");
			context.getBean(ShopApplication.Ledger.Booked.class).await();
			Spans spans = new Spans(context.getBean(InMemorySpanExporter.class).getFinishedSpanItems());
			SpanData call = spans.get("call Sell");
			assertThat(call.getTraceId()).isEqualTo(TRACE);
			SpanData handled = childOf(call, spans.get("handle Sell"));
			SpanData cast = childOf(handled, spans.get("cast Book"));
			assertThat(spans.get("handle Book").getLinks()).singleElement()
				.satisfies((link) -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(cast.getSpanId()));
			// The caller has waited for the commit, which began when the handler had
			// returned.
			assertThat(call.getEndEpochNanos()).isGreaterThan(handled.getEndEpochNanos());
		}
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, Class<?> controller) {
		return new SpringApplicationBuilder(ShopApplication.class, controller).web(type)
			.run("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
					"--management.tracing.sampling.probability=1.0", "--spring.reactor.context-propagation=auto",
					PATTERN);
	}

	private static String get(ConfigurableApplicationContext context, String path)
			throws IOException, InterruptedException {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
			.header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
			.build();
		try (HttpClient http = HttpClient.newHttpClient()) {
			return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
		}
	}

	@RestController
	static class MvcController {

		private final Node node;

		MvcController(Node node) {
			this.node = node;
		}

		@GetMapping("/{item}")
		String order(@PathVariable String item) {
			return ShopApplication.order(this.node, item);
		}

	}

	@RestController
	static class FluxController {

		private final Node node;

		FluxController(Node node) {
			this.node = node;
		}

		@GetMapping("/{item}")
		Mono<String> order(@PathVariable String item) {
			return Mono.fromCallable(() -> ShopApplication.order(this.node, item))
				.subscribeOn(Schedulers.boundedElastic());
		}

	}

	@RestController
	static class DurableController {

		private final ServerRef<Till> till;

		@SuppressWarnings("unchecked")
		DurableController(Node node) {
			DurableStore store = DurableStore.of(node, "main", new TestStore(), StoreOptions.defaults());
			Durability<Till.Sold> durability = new Durability<>(store, "till",
					JacksonCodec.of(JsonMapper.shared(), Till.Sold.class));
			this.till = (ServerRef<Till>) (ServerRef<?>) GenServer.start(node,
					durability.server("one", Till::new).get(), ServerOptions.defaults());
		}

		@GetMapping("/{item}")
		String sell(@PathVariable String item) {
			return this.till.call(new Till.Sell(item));
		}

	}

	/** Tells the ledger what it sells, when that is stored. */
	static final class Till implements GenServer<Till.Sold, Till.Sell, Cast<Till>> {

		record Sold(int number) {
		}

		record Sell(String item) implements Call<Till, String> {
		}

		@Override
		public Sold init() {
			return new Sold(0);
		}

		@Override
		public CallResult<Sold> handleCall(Sell request, From from, Sold state) {
			ServerRef.<ShopApplication.Ledger>named("ledger").cast(new ShopApplication.Ledger.Book(request.item()));
			int next = state.number() + 1;
			return reply(request, next + " sold", new Sold(next));
		}

	}

}
