package io.triotp.fairness;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import ch.qos.logback.classic.Level;
import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationStartException;
import io.triotp.node.Node;
import io.triotp.process.ExitReason;
import io.triotp.process.NodeOptions;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.LogProbe;

/**
 * A JVM in which handlers hold all carriers and never return. Prints a word when it was
 * possible to stop all the same. The arguments: how they hold them, what is done, how
 * many carriers there are.
 */
final class HeldCarriers {

	private static String how = "";

	private static CountDownLatch held = new CountDownLatch(0);

	private static final AtomicBoolean crashed = new AtomicBoolean();

	private HeldCarriers() {
	}

	public static void main(String[] args) throws Exception {
		LogProbe log = new LogProbe("io.triotp.process.CarrierWatch", Level.WARN);
		how = args[0];
		int count = Integer.parseInt(args[2]);
		held = new CountDownLatch(count);
		NodeOptions options = NodeOptions.defaults().startTimeout(Duration.ofMillis(300));
		switch (args[1]) {
			case "run" -> {
				Thread.ofPlatform().daemon().start(() -> {
					awaitHeld();
					System.out.println("held");
				});
				Node.run(options, ApplicationSpec.of("shop", tree(count, When.STARTED)));
			}
			case "start" -> {
				Node node = Node.start(options);
				try {
					node.start(ApplicationSpec.of("shop",
							SupervisorSpec.oneForOne(child("calm", When.NEVER), child("hog0", When.INIT))));
				}
				catch (ApplicationStartException ex) {
					System.out.println("did not start");
				}
				node.close();
				System.out.println("stopped");
			}
			case "restart" -> {
				Node node = Node.start(options);
				node.start(ApplicationSpec.of("shop", tree(count, When.RESTART)));
				for (int i = 0; i < count; i++) {
					node.<Hog>server("hog" + i).cast(Order.CRASH);
				}
				awaitHeld();
				node.close();
				System.out.println("stopped");
				System.out.println(log.await().getFormattedMessage());
			}
			case "call" -> {
				Node node = Node.start(options);
				node.start(ApplicationSpec.of("shop", tree(count, When.NEVER)));
				holdAll(node, count);
				System.out.println(node.<Hog>server("calm").call(Ask.ASK));
				System.out.println(log.await().getFormattedMessage());
			}
			case "terminate" -> {
				Node node = Node.start(options);
				node.start(ApplicationSpec.of("shop", tree(count, When.TERMINATE)));
				node.close();
				System.out.println("stopped");
			}
			case "supervisor" -> {
				Node node = Node.start(options);
				Supervisor supervisor = Supervisor.start(node, "floor", tree(count, When.NEVER));
				holdAll(node, count);
				supervisor.stop();
				System.out.println("stopped");
				System.out.println(log.await().getFormattedMessage());
			}
			case "stop", "close" -> {
				Node node = Node.start(options);
				node.start(ApplicationSpec.of("shop", tree(count, When.NEVER)));
				holdAll(node, count);
				if (args[1].equals("stop")) {
					node.stop("shop");
				}
				else {
					node.close();
				}
				System.out.println("stopped");
				System.out.println(log.await().getFormattedMessage());
			}
			default -> throw new IllegalArgumentException(args[1]);
		}
		System.out.flush();
		Runtime.getRuntime().halt(0);
	}

	private static void holdAll(Node node, int count) {
		for (int i = 0; i < count; i++) {
			node.<Hog>server("hog" + i).cast(Order.HOLD);
		}
		awaitHeld();
		if (Boolean.getBoolean("crowd")) {
			gather(node);
		}
	}

	/** As requests do: from many platform threads, so that many wait in every queue. */
	private static void gather(Node node) {
		for (int i = 0; i < 100; i++) {
			Thread starter = Thread.ofPlatform().start(() -> {
				for (int j = 0; j < 10; j++) {
					Thread.ofVirtual().start(() -> node.<Hog>server("calm").call(Ask.ASK));
				}
			});
			while (starter.isAlive()) {
				Thread.onSpinWait();
			}
		}
	}

	private static void awaitHeld() {
		try {
			held.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SupervisorSpec tree(int count, When when) {
		ChildSpec[] children = new ChildSpec[count + 1];
		children[0] = child("calm", When.NEVER);
		for (int i = 0; i < count; i++) {
			children[1 + i] = child("hog" + i, when);
		}
		return SupervisorSpec.oneForOne(ChildSpec.supervisor("inner", SupervisorSpec.oneForOne(children)));
	}

	private static ChildSpec child(String name, When when) {
		return ChildSpec.server(name, () -> new Hog(when)).name(name).shutdown(Shutdown.within(Duration.ofMillis(300)));
	}

	private static void hold() {
		held.countDown();
		switch (how) {
			case "spin" -> spin();
			case "pin" -> {
				if (held.getCount() % 2 == 0) {
					Even.touch();
				}
				else {
					Odd.touch();
				}
			}
			default -> throw new IllegalArgumentException(how);
		}
	}

	private static void spin() {
		while (true) {
			Thread.onSpinWait();
		}
	}

	private static boolean sleep() {
		while (true) {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				// Ignored: that is what it is about.
			}
		}
	}

	/** Its class is never initialized. */
	private static final class Even {

		static final boolean NEVER = sleep();

		static void touch() {
		}

	}

	/** Its class is never initialized. */
	private static final class Odd {

		static final boolean NEVER = sleep();

		static void touch() {
		}

	}

	/** When it holds its carrier. */
	private enum When {

		INIT, STARTED, RESTART, TERMINATE, NEVER

	}

	private enum Ask implements Call<Hog, String> {

		ASK

	}

	private enum Order implements Cast<Hog> {

		HOLD, CRASH

	}

	private static final class Hog implements GenServer<String, Ask, Order> {

		private final When when;

		Hog(When when) {
			this.when = when;
		}

		@Override
		public String init() {
			self().trapExits(true);
			if (this.when == When.INIT || (this.when == When.RESTART && crashed.get())) {
				hold();
			}
			if (this.when == When.STARTED) {
				self().send(self().pid(), "hold");
			}
			return "";
		}

		@Override
		public CallResult<String> handleCall(Ask ask, From from, String state) {
			return reply(ask, "answered", state);
		}

		@Override
		public Next<String> handleCast(Order order, String state) {
			if (order == Order.HOLD) {
				hold();
			}
			crashed.set(true);
			throw new IllegalStateException("crash");
		}

		@Override
		public Next<String> handleInfo(Object message, String state) {
			hold();
			return next(state);
		}

		@Override
		public void terminate(ExitReason reason, String state) {
			if (this.when == When.TERMINATE) {
				hold();
			}
		}

	}

}
