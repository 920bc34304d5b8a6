package io.triotp.node;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.triotp.application.ApplicationEvent;
import io.triotp.application.ApplicationSpec;
import io.triotp.process.ExitReason;
import io.triotp.process.NodeListener;
import io.triotp.process.ProcessEvent;
import io.triotp.process.Self;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.supervisor.SupervisorSpec;

/**
 * A program whose user code calls {@code System.exit(3)} in one place, the argument. An
 * application that has been started before prints when it has cleaned up.
 */
final class ExitPlaces {

	static final int CODE = 3;

	static final String UP = "up";

	static final String CLEANED_UP = "the first application has cleaned up";

	private ExitPlaces() {
	}

	public static void main(String[] args) {
		String place = args[0];
		ApplicationSpec first = ApplicationSpec.of("first",
				SupervisorSpec.oneForOne(ChildSpec.server("a", () -> new First(place))));
		switch (place) {
			case "hook" -> Runtime.getRuntime().addShutdownHook(new Thread(() -> runInAHook(first)));
			default -> Node.run(first, second(place));
		}
	}

	private static void runInAHook(ApplicationSpec application) {
		try {
			Node.run(application);
		}
		catch (RuntimeException ex) {
			System.out.println(ex.getMessage());
		}
	}

	private static ApplicationSpec second(String place) {
		return switch (place) {
			case "module" -> ApplicationSpec.of("second", (argument) -> exit(), "argument");
			case "task" -> ApplicationSpec.task("second", ExitPlaces::exit);
			case "start-function" -> of(ChildSpec.worker("w", (context) -> exit()));
			case "start-hangs" -> of(ChildSpec.worker("w", (context) -> {
				System.out.println(UP);
				return hang();
			}));
			case "supplier" -> of(ChildSpec.server("s", ExitPlaces::exit));
			case "dynamic" -> of(ChildSpec.dynamicSupervisor("d", DynamicSupervisorSpec.defaults()).name("d"),
					ChildSpec.task("starter", () -> DynamicSupervisor.named(Self.current().processes(), "d")
						.startChild(ChildSpec.worker("w", (context) -> exit()))));
			case "unlimited" -> of(ChildSpec.server("s", () -> new Second(place)).shutdown(Shutdown.infinity()));
			default -> of(ChildSpec.server("s", () -> new Second(place)));
		};
	}

	private static ApplicationSpec of(ChildSpec... children) {
		return ApplicationSpec.of("second", SupervisorSpec.oneForOne(children));
	}

	private static <T> T exit() {
		System.exit(CODE);
		throw new AssertionError("never reached");
	}

	/** Code that cannot be stopped. */
	private static <T> T hang() {
		while (true) {
			LockSupport.park();
			Thread.interrupted();
		}
	}

	private record First(String place) implements GenServer<String, Call<First, ?>, Cast<First>> {

		@Override
		public String init() {
			NodeListener listener = switch (this.place) {
				case "listener" -> (event) -> exitIf(event instanceof SupervisorEvent.SupervisorGaveUp);
				case "listener-crash" ->
					(event) -> exitIf(event instanceof ProcessEvent.Exited exited && exited.reason().isAbnormal());
				case "listener-started" -> (event) -> exitIf(
						event instanceof ApplicationEvent.Started started && started.application().equals("second"));
				case "listener-stopped" -> (event) -> exitIf(
						event instanceof ApplicationEvent.Stopped stopped && stopped.application().equals("second"));
				default -> (event) -> {
				};
			};
			Self.current().processes().view().addListener(listener);
			return "";
		}

		private static void exitIf(boolean now) {
			if (now) {
				exit();
			}
		}

		@Override
		public void terminate(ExitReason reason, String state) {
			System.out.println(CLEANED_UP);
		}

	}

	private record Second(String place) implements GenServer<String, Call<Second, ?>, Cast<Second>> {

		@Override
		public String init() {
			if (this.place.equals("init")) {
				exit();
			}
			self().sendAfter(Duration.ofMillis(this.place.equals("timer") ? 50 : 0), "go");
			return "";
		}

		@Override
		public Next<String> handleInfo(Object message, String state) {
			return switch (this.place) {
				case "terminate" -> stop(state);
				case "listener", "listener-crash" -> throw new IllegalStateException("crash");
				case "listener-stopped" -> {
					Thread.ofPlatform().start(ExitPlaces::exit);
					yield next(state);
				}
				case "listener-started", "signal" -> {
					System.out.println(UP);
					yield next(state);
				}
				default -> exit();
			};
		}

		@Override
		public void terminate(ExitReason reason, String state) {
			if (this.place.equals("terminate")) {
				exit();
			}
		}

	}

}
