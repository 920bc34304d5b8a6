package io.triotp.benchmarks;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.triotp.node.Node;
import io.triotp.process.AbandonedCalls;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.NodeOptions;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.ServerOptions;
import io.triotp.server.ServerRef;

/**
 * What a server still does for its callers when it gets more calls than it can handle:
 * each call takes it a millisecond, callers come at their own pace, whatever becomes of
 * those before them, and give up after a second. Goodput is the share of the capacity
 * that is answered in time. The arguments: {@code skip} or {@code handle} for calls whose
 * callers have given up, load as a multiple of the capacity, seconds.
 */
final class Overload {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private static final long WORK_NANOS = 1_000_000;

	private final LongAdder answered = new LongAdder();

	private final LongAdder givenUp = new LongAdder();

	private Overload() {
	}

	public static void main(String[] args) {
		AbandonedCalls rule = args[0].equals("handle") ? AbandonedCalls.HANDLE : AbandonedCalls.SKIP;
		new Overload().measure(rule, Double.parseDouble(args[1]), Long.parseLong(args[2]) * 1_000_000_000);
		Runtime.getRuntime().halt(0);
	}

	private void measure(AbandonedCalls rule, double load, long nanos) {
		Node node = Node.start(NodeOptions.defaults().highWaterMark(0).abandonedCalls(rule));
		ServerRef<Clerk> clerk = GenServer.start(node, new Clerk(), ServerOptions.named("clerk"));
		long capacity = capacity(clerk);
		long apart = (long) (1_000_000_000 / (capacity * load));
		long begin = System.nanoTime();
		for (long next = begin; next - begin < nanos; next += apart) {
			for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
				LockSupport.parkNanos(wait);
			}
			Thread.ofVirtual().start(() -> call(clerk));
		}
		double seconds = (System.nanoTime() - begin) / 1e9;
		long good = this.answered.sum();
		String name = rule.name().toLowerCase(Locale.ROOT) + "-" + load + "x";
		System.out.printf("%s capacity %d 1/s%n", name, capacity);
		System.out.printf("%s answered %.0f 1/s%n", name, good / seconds);
		System.out.printf("%s given-up %.0f 1/s%n", name, this.givenUp.sum() / seconds);
		System.out.printf("%s skipped %d calls%n", name, node.view().deadLetters(DeadLetterReason.ABANDONED));
		System.out.printf("%s goodput %.3f of-capacity%n", name, good / seconds / capacity);
	}

	/** What it answers if it always has a next call and nobody gives up. */
	private static long capacity(ServerRef<Clerk> clerk) {
		for (int i = 0; i < 1_000; i++) {
			clerk.call(Ask.ASK);
		}
		int calls = 2_000;
		long begin = System.nanoTime();
		for (int i = 0; i < calls; i++) {
			clerk.call(Ask.ASK);
		}
		return calls * 1_000_000_000L / (System.nanoTime() - begin);
	}

	private void call(ServerRef<Clerk> clerk) {
		try {
			clerk.call(Ask.ASK, TIMEOUT);
			this.answered.increment();
		}
		catch (CallException ex) {
			this.givenUp.increment();
		}
	}

	private enum Ask implements Call<Clerk, Boolean> {

		ASK

	}

	private static final class Clerk implements GenServer<Boolean, Ask, Cast<Clerk>> {

		@Override
		public Boolean init() {
			return true;
		}

		@Override
		public CallResult<Boolean> handleCall(Ask request, From from, Boolean state) {
			long end = System.nanoTime() + WORK_NANOS;
			while (System.nanoTime() - end < 0) {
				Thread.onSpinWait();
			}
			return reply(request, true, state);
		}

	}

}
