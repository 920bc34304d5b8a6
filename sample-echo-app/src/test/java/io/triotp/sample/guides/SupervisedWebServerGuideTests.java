package io.triotp.sample.guides;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.supervisor.SupervisorSpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The code of the guide "A server under supervision".
 */
class SupervisedWebServerGuideTests {

	private static final ConcurrentHashMap<String, Integer> PORTS = new ConcurrentHashMap<>();

	// tag::open[]
	static AutoCloseable serve(String answer) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, answer.length());
			exchange.getResponseBody().write(answer.getBytes());
			exchange.close();
		});
		server.start();
		PORTS.put(answer, server.getAddress().getPort());
		return () -> server.stop(0);
	}
	// end::open[]

	@Test
	void web_servers_start_with_the_tree_are_restarted_and_stop_with_it() throws Exception {
		CountDownLatch restarted = new CountDownLatch(1);
		Integer portOfA;
		try (Node node = Node.start(NodeOptions.defaults())) {
			// tag::tree[]
			node.start(ApplicationSpec.of("web",
					SupervisorSpec.oneForOne(ChildSpec.resource("endpoint-a", () -> serve("a")),
							ChildSpec.resource("endpoint-b", () -> serve("b")))));
			// end::tree[]
			portOfA = PORTS.get("a");
			assertThat(get(portOfA)).isEqualTo("a");
			assertThat(get(PORTS.get("b"))).isEqualTo("b");
			node.view().addListener((event) -> {
				if (event instanceof SupervisorEvent.ChildStarted) {
					restarted.countDown();
				}
			});
			ChildInfo endpoint = node.application("web")
				.orElseThrow()
				.root()
				.orElseThrow()
				.supervision()
				.orElseThrow()
				.children()
				.findFirst()
				.orElseThrow();
			node.kill(endpoint.pid().orElseThrow());
			assertThat(restarted.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(get(PORTS.get("a"))).isEqualTo("a");
		}
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(PORTS.get("a")));
	}

	private static String get(int port) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
	}

}
