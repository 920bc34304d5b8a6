package io.triotp.testing;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.InitResult;
import io.triotp.server.Next;
import io.triotp.supervisor.ChildSpec;

/**
 * Children for supervisors, and what happens to them, in the order it happened:
 * {@code +a} when {@code a} has started, {@code -a} when it has cleaned up.
 */
public final class Lives {

	private final Probe<String> told = new Probe<>();

	private final Map<String, Queue<Step>> starts = new ConcurrentHashMap<>();

	private final Map<String, Step> everyStart = new ConcurrentHashMap<>();

	private final Map<String, Step> ends = new ConcurrentHashMap<>();

	/**
	 * {@return a permanent server}
	 * @param id its id
	 */
	public ChildSpec server(String id) {
		return ChildSpec.server(id, () -> new Life(id));
	}

	/**
	 * Do something instead of nothing in the next starts of a child, one step each.
	 * @param id its id
	 * @param steps what to do; a step that throws makes the start fail
	 * @return this
	 */
	public Lives nextStarts(String id, Step... steps) {
		this.starts.computeIfAbsent(id, (key) -> new ConcurrentLinkedQueue<>()).addAll(List.of(steps));
		return this;
	}

	/**
	 * Do something in every start of a child from now on.
	 * @param id its id
	 * @param step what to do; if it throws, the start fails
	 * @return this
	 */
	public Lives everyStart(String id, Step step) {
		this.everyStart.put(id, step);
		return this;
	}

	/**
	 * Do something when a child cleans up.
	 * @param id its id
	 * @param step what to do
	 * @return this
	 */
	public Lives onEnd(String id, Step step) {
		this.ends.put(id, step);
		return this;
	}

	/**
	 * {@return the next things that happen}
	 * @param count how many
	 */
	public List<String> await(int count) {
		return this.told.await(count);
	}

	/**
	 * {@return what else has happened}
	 */
	public List<String> rest() {
		return this.told.rest();
	}

	/**
	 * Write something of a test's own among what happens.
	 * @param what what
	 */
	public void tell(String what) {
		this.told.tell(what);
	}

	/**
	 * Have a server do something in a handler.
	 * @param node where it lives
	 * @param pid the server
	 * @param step what to do; if it throws, the server crashes
	 */
	public static void tell(Processes node, Pid pid, Step step) {
		node.send(pid, step);
	}

	/**
	 * Have a server crash.
	 * @param node where it lives
	 * @param pid the server
	 */
	public static void crash(Processes node, Pid pid) {
		tell(node, pid, boom());
	}

	/**
	 * Have a server end by itself.
	 * @param node where it lives
	 * @param pid the server
	 * @param reason the reason it ends with
	 */
	public static void end(Processes node, Pid pid, ExitReason reason) {
		node.send(pid, new End(reason));
	}

	/**
	 * {@return a step that throws}
	 */
	public static Step boom() {
		return () -> {
			throw new Boom();
		};
	}

	/**
	 * {@return a step that does nothing}
	 */
	public static Step fine() {
		return () -> {
		};
	}

	/**
	 * {@return a step that finds nothing to do: {@code ignore}}
	 */
	public static Step ignore() {
		return () -> {
			throw new Ignore();
		};
	}

	/**
	 * Something that a child does.
	 */
	@FunctionalInterface
	public interface Step {

		/**
		 * Do it.
		 * @throws Exception to crash
		 */
		void run() throws Exception;

	}

	/**
	 * What children crash with.
	 */
	public static final class Boom extends RuntimeException {

		private static final long serialVersionUID = 1L;

		/**
		 * Create a boom.
		 */
		public Boom() {
			super("boom");
		}

	}

	private static final class Ignore extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	private record End(ExitReason reason) {
	}

	private final class Life implements GenServer<String, Call<Life, ?>, Cast<Life>> {

		private final String id;

		Life(String id) {
			this.id = id;
		}

		@Override
		public String init() throws Exception {
			Step every = Lives.this.everyStart.get(this.id);
			if (every != null) {
				every.run();
			}
			Queue<Step> steps = Lives.this.starts.get(this.id);
			Step next = (steps != null) ? steps.poll() : null;
			if (next != null) {
				next.run();
			}
			Lives.this.told.tell("+" + this.id);
			return this.id;
		}

		@Override
		public InitResult<String> onStart() throws Exception {
			try {
				return InitResult.ready(init());
			}
			catch (Ignore ex) {
				return InitResult.ignore();
			}
		}

		@Override
		public Next<String> handleInfo(Object message, String state) throws Exception {
			if (message instanceof End(ExitReason reason)) {
				return stop(reason, state);
			}
			((Step) message).run();
			return next(state);
		}

		@Override
		public void terminate(ExitReason reason, String state) throws Exception {
			Step step = Lives.this.ends.get(this.id);
			if (step != null) {
				step.run();
			}
			Lives.this.told.tell("-" + this.id);
		}

	}

}
