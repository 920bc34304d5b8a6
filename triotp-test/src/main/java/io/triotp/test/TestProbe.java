package io.triotp.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.triotp.process.Behaviour;
import io.triotp.process.Envelope;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import org.jspecify.annotations.Nullable;

/**
 * A process that a test plays: it keeps every message it gets, and does what the test has
 * it do. Its methods are called by the test, on a thread that is not a process.
 */
public final class TestProbe {

	private final Processes node;

	private final LinkedBlockingQueue<Object> received = new LinkedBlockingQueue<>();

	private final Pid pid;

	private TestProbe(Processes node, SpawnOptions options) {
		this.node = node;
		this.pid = node.host().spawn(options, new Recorder(this.received));
	}

	/**
	 * {@return a running probe without a name}
	 * @param node where it lives
	 */
	public static TestProbe spawn(Processes node) {
		return new TestProbe(Objects.requireNonNull(node, "node"), SpawnOptions.defaults().label("probe"));
	}

	/**
	 * {@return a running probe in the place of somebody else}
	 * @param node where it lives
	 * @param name the name it is registered under
	 */
	public static TestProbe named(Processes node, String name) {
		return new TestProbe(Objects.requireNonNull(node, "node"),
				SpawnOptions.defaults().label("probe").name(Objects.requireNonNull(name, "name")));
	}

	/**
	 * {@return its process}
	 */
	public Pid pid() {
		return this.pid;
	}

	/**
	 * {@return the next message, as soon as there is one}
	 * @throws AssertionError if none comes
	 */
	public Object await() {
		try {
			Object next = this.received.poll(Await.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
			if (next == null) {
				throw new AssertionError(this + " got nothing within " + Await.PATIENCE.toSeconds() + " s");
			}
			return next;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for a message", ex);
		}
	}

	/**
	 * {@return the next message, which must be of a type}
	 * @param <T> the type
	 * @param type its class
	 * @throws AssertionError if none comes, or another
	 */
	public <T> T await(Class<T> type) {
		Objects.requireNonNull(type, "type");
		Object next = await();
		if (!type.isInstance(next)) {
			throw new AssertionError(this + " got " + next + ", not a " + type.getName());
		}
		return type.cast(next);
	}

	/**
	 * {@return the messages it has got and nobody has waited for, all those included that
	 * were sent before this is called}
	 */
	public List<Object> rest() {
		run((self) -> {
		});
		List<Object> all = new ArrayList<>();
		this.received.drainTo(all);
		return all;
	}

	/**
	 * Has it do something, such as to link or to monitor, and waits until that is done.
	 * @param action what to do, on the thread of the probe
	 * @throws AssertionError if it does not come to an end; with what it throws as its
	 * cause if it throws something
	 */
	public void run(Action action) {
		ask((self) -> {
			action.run(self);
			return true;
		});
	}

	/**
	 * {@return what comes of something it does}
	 * @param <T> the type of the answer
	 * @param question what to do, on the thread of the probe
	 * @throws AssertionError as for {@link #run}
	 */
	public <T> T ask(Question<T> question) {
		Objects.requireNonNull(question, "question");
		CompletableFuture<T> answer = new CompletableFuture<>();
		this.node.send(this.pid, new Task<>(question, answer));
		try {
			return answer.get(Await.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw new AssertionError(this + " could not do that", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new AssertionError(this + " has not done that within " + Await.PATIENCE.toSeconds() + " s"
					+ (this.pid.isAlive() ? "" : ": it has ended"), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for " + this, ex);
		}
	}

	/**
	 * Ends it, with the reason {@code normal}: whoever is linked to it goes on.
	 * @param node where it lives
	 * @param probe its process
	 */
	static void end(Processes node, Pid probe) {
		node.send(probe, End.NOW);
		Await.exitOf(node, probe);
	}

	@Override
	public String toString() {
		return "Probe " + this.pid;
	}

	/**
	 * Something a probe does.
	 */
	@FunctionalInterface
	public interface Action {

		/**
		 * Does it.
		 * @param self the probe
		 * @throws Exception goes to whoever asked
		 */
		void run(Self self) throws Exception;

	}

	/**
	 * Something a probe finds out.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	public interface Question<T> {

		/**
		 * {@return the answer}
		 * @param self the probe
		 * @throws Exception goes to whoever asked
		 */
		T answer(Self self) throws Exception;

	}

	private enum End {

		NOW

	}

	private record Task<T>(Question<T> question, CompletableFuture<T> answer) {

		void run(Self self) {
			try {
				this.answer.complete(this.question.answer(self));
			}
			catch (Throwable ex) {
				this.answer.completeExceptionally(ex);
			}
		}

	}

	private static final class Recorder implements Behaviour {

		private final LinkedBlockingQueue<Object> received;

		Recorder(LinkedBlockingQueue<Object> received) {
			this.received = received;
		}

		@Override
		public @Nullable ExitReason start(Self self) {
			return null;
		}

		@Override
		public @Nullable ExitReason handle(Envelope envelope) {
			if (envelope.content() == End.NOW) {
				return ExitReason.normal();
			}
			if (envelope.content() instanceof Task<?> task) {
				task.run(Self.current());
			}
			else {
				this.received.add(envelope.content());
			}
			return null;
		}

		@Override
		public void terminate(ExitReason reason) {
		}

		@Override
		public Class<?> type() {
			return TestProbe.class;
		}

	}

}
