package io.triotp.capacity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import io.triotp.application.ApplicationSpec;
import io.triotp.application.ApplicationState;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Fills the heap to the last byte from a handler, again and again, frees it, and then
 * asks who still works: each server must answer, or its application must have failed and
 * say so.
 */
final class FullHeap {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static @Nullable List<Object> leak;

	private static volatile boolean full;

	private FullHeap() {
	}

	public static void main(String[] args) {
		int wrong = 0;
		for (int round = 0; round < Integer.parseInt(args[0]); round++) {
			wrong += survives(round) ? 0 : 1;
		}
		System.out.println("wrong=" + wrong);
		Runtime.getRuntime().halt(0);
	}

	private static boolean survives(int round) {
		leak = new ArrayList<>();
		Node node = Node.start(NodeOptions.defaults());
		node.start(ApplicationSpec
			.of("app", SupervisorSpec.oneForOne(ChildSpec.server("leaky", Leaky::new).name("leaky"), ChildSpec
				.supervisor("below", SupervisorSpec.oneForOne(ChildSpec.server("other", Leaky::new).name("other"))))));
		ServerRef<Leaky> leaky = node.server("leaky");
		ServerRef<Leaky> other = node.server("other");
		leaky.call(new Ask());
		other.call(new Ask());
		for (int i = 0; i < 20; i++) {
			other.cast(new Work());
		}
		full = false;
		leaky.cast(new Fill());
		while (!full) {
			pause(10);
		}
		// Now everybody else has to live without memory.
		pause(300);
		leak = null;
		System.gc();
		boolean fine = settles(node, leaky) && settles(node, other);
		if (fine && !failed(node)) {
			other.cast(new Crash());
			pause(50);
			fine = settles(node, other);
		}
		Thread stop = Thread.ofPlatform().daemon().start(node::close);
		fine &= joined(stop);
		if (!fine) {
			System.out.println("round " + round + ": " + node.application("app"));
		}
		return fine;
	}

	private static boolean joined(Thread stop) {
		try {
			return stop.join(PATIENCE);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	/** Whether it answers before long, or has failed with its application. */
	private static boolean settles(Node node, ServerRef<Leaky> server) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < end) {
			if (failed(node)) {
				return true;
			}
			try {
				server.call(new Ask(), Duration.ofSeconds(1));
				return true;
			}
			catch (CallException | OutOfMemoryError ex) {
				pause(10);
			}
		}
		System.out.println("no answer of " + server);
		node.view().processes().forEach(System.out::println);
		return false;
	}

	private static boolean failed(Node node) {
		return node.application("app").orElseThrow().state() == ApplicationState.FAILED;
	}

	private static void pause(long millis) {
		long end = System.nanoTime() + millis * 1_000_000;
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	/** Answer. */
	private record Ask() implements Call<Leaky, String> {
	}

	private sealed interface Message extends Cast<Leaky> {

	}

	/** Fill the heap, then throw. */
	private record Fill() implements Message {
	}

	/** Need some memory. */
	private record Work() implements Message {
	}

	/** Throw. */
	private record Crash() implements Message {
	}

	private static final class Leaky implements GenServer<Integer, Ask, Message> {

		@Override
		public Integer init() {
			return 0;
		}

		@Override
		public CallResult<Integer> handleCall(Ask ask, From from, Integer state) {
			return reply(ask, "fine", state);
		}

		@Override
		public Next<Integer> handleCast(Message message, Integer state) {
			return switch (message) {
				case Fill() -> {
					fill();
					full = true;
					throw new IllegalStateException("full");
				}
				case Work() -> next(state + new byte[100_000].length);
				case Crash() -> throw new IllegalStateException("crash");
			};
		}

		private static void fill() {
			List<Object> all = Objects.requireNonNull(leak);
			for (int size = 1 << 20; size >= 16; size /= 2) {
				try {
					while (true) {
						all.add(new byte[size]);
					}
				}
				catch (OutOfMemoryError ex) {
					// Then smaller ones.
				}
			}
		}

	}

}
