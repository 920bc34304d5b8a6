package io.triotp.benchmarks;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Calls and casts, in batches: each batch starts its callers and ends when the last
 * answer is there, or the last cast was handled.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls open() before anything is measured
public class Messages {

	private static final int CALLS = 10_000;

	private static final int CALLERS = 100;

	private static final int CALLS_EACH = 500;

	private static final int FEW = 10;

	private static final int CALLS_OF_FEW = 5_000;

	private static final int THOUSAND = 1_000;

	private static final int CALLS_OF_THOUSAND = 200;

	private static final int TEN_THOUSAND = 10_000;

	private static final int CALLS_OF_TEN_THOUSAND = 20;

	private static final int CASTS = 200_000;

	private static final int SENDERS = 4;

	/** The label of a {@link Contender}. */
	@Param({ "ours", "activation", "thread", "pekko", "pekko-tuned" })
	public String contender = "";

	private final Countdown casts = new Countdown();

	private World world;

	private World.Server server;

	private World.Server relay;

	private World.Server[] pairs;

	@Setup(Level.Trial)
	public void open() {
		this.world = Contender.of(this.contender).open();
		this.server = this.world.server("server", this.casts);
		this.relay = this.world.server("relay", Tally.NONE);
		this.pairs = new World.Server[CALLERS];
		for (int i = 0; i < CALLERS; i++) {
			this.pairs[i] = this.world.server("pair-" + i, Tally.NONE);
		}
	}

	@TearDown(Level.Trial)
	public void close() {
		this.world.close();
	}

	private static void cast(World.Server server, int times) {
		for (int i = 0; i < times; i++) {
			server.cast();
		}
	}

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public void callOneToOne() {
		this.world.callTogether(1, CALLS, (caller, call) -> this.server);
	}

	@Benchmark
	@OperationsPerInvocation(CALLERS * CALLS_EACH)
	public void callHundredToOne() {
		this.world.callTogether(CALLERS, CALLS_EACH, (caller, call) -> this.server);
	}

	@Benchmark
	@OperationsPerInvocation(FEW * CALLS_OF_FEW)
	public void callTenToOne() {
		this.world.callTogether(FEW, CALLS_OF_FEW, (caller, call) -> this.server);
	}

	@Benchmark
	@OperationsPerInvocation(THOUSAND * CALLS_OF_THOUSAND)
	public void callThousandToOne() {
		this.world.callTogether(THOUSAND, CALLS_OF_THOUSAND, (caller, call) -> this.server);
	}

	@Benchmark
	@OperationsPerInvocation(TEN_THOUSAND * CALLS_OF_TEN_THOUSAND)
	public void callTenThousandToOne() {
		this.world.callTogether(TEN_THOUSAND, CALLS_OF_TEN_THOUSAND, (caller, call) -> this.server);
	}

	@Benchmark
	@OperationsPerInvocation(CALLERS * CALLS_EACH)
	public void callHundredPairs() {
		this.world.callTogether(CALLERS, CALLS_EACH, (caller, call) -> this.pairs[caller]);
	}

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public void callFromPlatformThread() {
		for (int i = 0; i < CALLS; i++) {
			this.server.call();
		}
	}

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public void callFromHandler() {
		Callers.virtual(() -> this.relay.relay(this.server, CALLS));
	}

	@Benchmark
	@OperationsPerInvocation(CASTS)
	public void castOneSender() {
		this.casts.expect(CASTS);
		Callers.virtual(() -> cast(this.server, CASTS));
		this.casts.await();
	}

	@Benchmark
	@OperationsPerInvocation(CASTS)
	public void castFourSenders() {
		this.casts.expect(CASTS);
		Callers.virtual(SENDERS, (i) -> cast(this.server, CASTS / SENDERS));
		this.casts.await();
	}

}
