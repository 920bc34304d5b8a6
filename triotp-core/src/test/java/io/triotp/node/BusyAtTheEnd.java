package io.triotp.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.triotp.application.ApplicationSpec;
import io.triotp.process.ExitReason;
import io.triotp.process.Self;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.SupervisorSpec;
import org.slf4j.LoggerFactory;

/**
 * A program with ten thousand children that are all in a handler, and one that is not.
 */
final class BusyAtTheEnd {

	static final int CHILDREN = 10_000;

	static final String UP = "all are busy";

	static final String CLEANED_UP = "the calm one has cleaned up";

	private static final AtomicInteger busy = new AtomicInteger();

	private BusyAtTheEnd() {
	}

	public static void main(String[] args) {
		// Tests are silent otherwise.
		((Logger) LoggerFactory.getLogger("io.triotp")).setLevel(Level.WARN);
		Node.run(ApplicationSpec.of("calm", SupervisorSpec.oneForOne(ChildSpec.server("calm", Calm::new))),
				ApplicationSpec.of("busy",
						SupervisorSpec.oneForOne(
								ChildSpec.dynamicSupervisor("all", DynamicSupervisorSpec.defaults()).name("all"),
								ChildSpec.task("starter", BusyAtTheEnd::startAll))));
	}

	private static void startAll() {
		DynamicSupervisor all = DynamicSupervisor.named(Self.current().processes(), "all");
		ChildSpec child = ChildSpec.server("busy", Busy::new).shutdown(Shutdown.within(Duration.ofMillis(200)));
		for (int i = 0; i < CHILDREN; i++) {
			all.startChild(child);
		}
	}

	private record Calm() implements GenServer<String, Call<Calm, ?>, Cast<Calm>> {

		@Override
		public String init() {
			return "";
		}

		@Override
		public void terminate(ExitReason reason, String state) {
			System.out.println(CLEANED_UP);
		}

	}

	private record Busy() implements GenServer<String, Call<Busy, ?>, Cast<Busy>> {

		@Override
		public String init() {
			self().send(self().pid(), "work");
			return "";
		}

		@Override
		public Next<String> handleInfo(Object message, String state) throws InterruptedException {
			if (busy.incrementAndGet() == CHILDREN) {
				System.out.println(UP);
			}
			new CountDownLatch(1).await();
			return next(state);
		}

	}

}
