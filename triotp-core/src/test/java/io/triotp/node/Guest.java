package io.triotp.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.triotp.application.ApplicationSpec;
import io.triotp.process.NodeOptions;
import io.triotp.process.PlainProcess;
import io.triotp.process.Self;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.supervisor.SupervisorSpec;

/**
 * An application that does a little of everything and goes: timers, calls that time out,
 * a crash, a kill, dead letters, a job that is run to its end.
 */
public final class Guest implements Runnable {

	public Guest() {
	}

	public static SupervisorSpec tree() {
		return SupervisorSpec.oneForOne(ChildSpec.server("till", Till::new).name("till"), ChildSpec.supervisor("floor",
				SupervisorSpec.oneForAll(ChildSpec.process("door", PlainProcess::receive).name("door"))));
	}

	@Override
	public void run() {
		try (Node node = Node.start(NodeOptions.defaults().name("guest"))) {
			node.start(ApplicationSpec.of("guest", tree()));
			ServerRef<Till> till = node.server("till");
			till.call(Ask.ANSWER);
			try {
				till.call(Ask.NEVER, Duration.ofMillis(1));
			}
			catch (CallException.TimedOut ex) {
				// As it should be.
			}
			CountDownLatch back = new CountDownLatch(2);
			node.view().addListener((event) -> {
				if (event instanceof SupervisorEvent.ChildStarted) {
					back.countDown();
				}
			});
			till.cast(Order.CRASH);
			node.kill(node.whereis("door").orElseThrow());
			await(back);
			node.mailboxes().open("in");
			node.spawn((self) -> self.sendAfter(Duration.ofHours(1), "never"));
		}
		Node.run(ApplicationSpec.task("job", () -> Self.current().sendAfter(Duration.ofHours(1), "never"))
			.restart(Restart.TRANSIENT));
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(10, TimeUnit.SECONDS)) {
				throw new AssertionError("nobody came back");
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private enum Ask implements Call<Till, String> {

		ANSWER, NEVER

	}

	private enum Order implements Cast<Till> {

		CRASH

	}

	/** Of its own loader, as its class is. */
	private static final class Broken extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	private static final class Till implements GenServer<Ask, Ask, Order> {

		@Override
		public Ask init() {
			self().sendEvery(Duration.ofMillis(1), Ask.ANSWER);
			return Ask.ANSWER;
		}

		@Override
		public CallResult<Ask> handleCall(Ask ask, From from, Ask state) {
			return (ask == Ask.ANSWER) ? reply(ask, "answer", state) : next(state);
		}

		@Override
		public Next<Ask> handleCast(Order order, Ask state) {
			throw new Broken();
		}

		@Override
		public Next<Ask> handleInfo(Object message, Ask state) {
			return next(state);
		}

	}

}
