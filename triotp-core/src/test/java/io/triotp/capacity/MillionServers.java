package io.triotp.capacity;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.SupervisorSpec;

/**
 * Starts a million idle servers under ten dynamic supervisors, asks every one of them,
 * and prints what {@link MillionServersTests} wants to know. Runs in a JVM of its own.
 */
public final class MillionServers {

	static final int SERVERS = 1_000_000;

	static final int SUPERVISORS = 10;

	private MillionServers() {
	}

	public static void main(String[] args) throws Exception {
		ChildSpec[] supervisors = Stream.iterate(0, (i) -> i + 1)
			.limit(SUPERVISORS)
			.map((i) -> ChildSpec.dynamicSupervisor("devices-" + i, DynamicSupervisorSpec.defaults())
				.name("devices-" + i))
			.toArray(ChildSpec[]::new);
		try (Node node = Node.start(NodeOptions.defaults())) {
			node.start(ApplicationSpec.of("devices", SupervisorSpec.oneForOne(supervisors)));
			inVirtualThread(() -> startAll(node));
			System.out.println("processes=" + node.view().processCount());
			System.out.println("threads=" + threads());
			inVirtualThread(() -> System.out.println("answered=" + askAll(node)));
			System.gc();
			Runtime jvm = Runtime.getRuntime();
			System.out.println("maxHeap=" + jvm.maxMemory());
			System.out.println("bytesEach=" + (jvm.totalMemory() - jvm.freeMemory()) / SERVERS);
			node.stop("devices");
			System.out.println("left=" + node.view().processCount());
		}
	}

	private static void inVirtualThread(Runnable task) throws InterruptedException {
		Thread.ofVirtual().start(task).join();
	}

	private static void startAll(Node node) {
		for (int i = 0; i < SERVERS; i++) {
			int serial = i;
			DynamicSupervisor.named(node, "devices-" + i % SUPERVISORS)
				.startServer("device-" + serial, () -> new Device(serial));
		}
	}

	/**
	 * {@return how many servers gave the right answer}
	 */
	private static long askAll(Node node) {
		return node.view()
			.processes()
			.filter((info) -> info.behaviour() == Device.class)
			.map(ProcessInfo::pid)
			.filter((pid) -> answersAsItself(node, pid))
			.count();
	}

	private static boolean answersAsItself(Node node, Pid pid) {
		ServerRef<Device> device = ServerRef.of(node, pid);
		return device.call(new Device.Ask(1)) - device.call(new Device.Ask(0)) == 1;
	}

	/**
	 * {@return how many threads there are, virtual ones included}
	 */
	private static long threads() throws IOException {
		Path dump = Files.createTempFile("threads", ".json");
		Files.delete(dump);
		ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
			.dumpThreads(dump.toAbsolutePath().toString(), ThreadDumpFormat.JSON);
		try (Stream<String> lines = Files.lines(dump)) {
			return lines.filter((line) -> line.contains("\"tid\"")).count();
		}
		finally {
			Files.delete(dump);
		}
	}

	private static final class Device implements GenServer<Integer, Device.Ask, Cast<Device>> {

		private final int serial;

		Device(int serial) {
			this.serial = serial;
		}

		record Ask(int more) implements Call<Device, Integer> {
		}

		@Override
		public Integer init() {
			return this.serial;
		}

		@Override
		public CallResult<Integer> handleCall(Ask ask, From from, Integer state) {
			return reply(ask, state + ask.more(), state);
		}

	}

}
