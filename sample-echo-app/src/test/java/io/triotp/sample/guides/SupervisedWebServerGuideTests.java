package io.triotp.sample.guides;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.triotp.application.ApplicationInfo;
import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.resource.Probe;
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

	// tag::open[]
	record Endpoint(HttpServer server) implements AutoCloseable {

		static Endpoint open(int port, String answer) throws IOException {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
			server.createContext("/", (exchange) -> {
				exchange.sendResponseHeaders(200, answer.length());
				exchange.getResponseBody().write(answer.getBytes());
				exchange.close();
			});
			server.start();
			return new Endpoint(server);
		}

		void ping() throws Exception {
			get(this.server.getAddress().getPort());
		}

		@Override
		public void close() {
			this.server.stop(0);
		}

	}
	// end::open[]

	private static ApplicationSpec web(int port, Queue<Endpoint> opened) {
		// tag::tree[]
		Probe<Endpoint> answers = Probe.trying(Endpoint::ping).every(Duration.ofMillis(50)).failures(2);
		ChildSpec endpoint = ChildSpec.resource("endpoint", () -> {
			Endpoint open = Endpoint.open(port, "hello");
			opened.add(open);
			return open;
		}, answers);
		ApplicationSpec web = ApplicationSpec.of("web", SupervisorSpec.oneForOne(endpoint));
		// end::tree[]
		return web;
	}

	@Test
	void a_web_server_that_no_longer_answers_is_opened_again_on_its_port_and_so_is_one_whose_process_is_killed()
			throws Exception {
		int port = freePort();
		Queue<Endpoint> opened = new ConcurrentLinkedQueue<>();
		Semaphore restarted = new Semaphore(0);
		try (Node node = Node.start(NodeOptions.defaults())) {
			node.start(web(port, opened));
			assertThat(get(port)).isEqualTo("hello");
			node.view().addListener((event) -> {
				if (event instanceof SupervisorEvent.ChildStarted) {
					restarted.release();
				}
			});

			// the server ends by itself
			opened.element().server().stop(0);
			assertThat(restarted.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
			assertThat(get(port)).isEqualTo("hello");

			// its process is killed
			node.kill(endpoint(node).pid().orElseThrow());
			assertThat(restarted.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
			assertThat(get(port)).isEqualTo("hello");
			assertThat(opened).hasSize(3);
			assertThat(endpoint(node).restarts()).isEqualTo(2);
		}
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(port));
	}

	private static ChildInfo endpoint(Node node) {
		return node.application("web")
			.flatMap(ApplicationInfo::root)
			.flatMap(ChildInfo::supervision)
			.flatMap((root) -> root.children().findFirst())
			.orElseThrow();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static String get(int port) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
	}

}
