package io.triotp.simulation;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ReplyTo;
import io.triotp.server.ServerRef;

/**
 * A server that enters what it handles into the ledger, and answers at once, later, or
 * after it has asked another.
 */
final class Accountant implements GenServer<Integer, Accountant.Entry, Cast<Accountant>> {

	/**
	 * A call with a number of its own.
	 *
	 * @param number the number, which is the answer too
	 */
	record Entry(long number) implements Call<Accountant, Long> {
	}

	private record Later(ReplyTo<Long> to, long number) {
	}

	/**
	 * One that owes an answer may ask who waits for it, which nobody can call a circle.
	 */
	private static final Duration SOON = Duration.ofMillis(100);

	private final String name;

	private final Ledger ledger;

	private final RandomGenerator random;

	private final int servers;

	Accountant(String name, Ledger ledger, RandomGenerator random, int servers) {
		this.name = name;
		this.ledger = ledger;
		this.random = random;
		this.servers = servers;
	}

	@Override
	public Integer init() {
		if (this.ledger.isTrouble() && this.random.nextInt(50) == 0) {
			throw new IllegalStateException("no pencil");
		}
		self().trapExits(this.random.nextInt(8) == 0);
		return 0;
	}

	@Override
	public CallResult<Integer> handleCall(Entry entry, From from, Integer handled) {
		this.ledger.handles(entry.number(), this.name);
		switch (this.ledger.isTrouble() ? this.random.nextInt(20) : 20) {
			case 0 -> throw new IllegalStateException("a blot on " + entry.number());
			case 1, 2 -> {
				self().sendAfter(Duration.ofMillis(this.random.nextInt(200)),
						new Later(from.to(entry), entry.number()));
				return next(handled + 1);
			}
			case 3 -> askAnother();
			default -> {
			}
		}
		return reply(entry, entry.number(), handled + 1);
	}

	/** May well be itself, or one that asks this one: that is told at once. */
	private void askAnother() {
		long number = this.ledger.next();
		ServerRef<Accountant> other = ServerRef.named(self().processes(), "s" + this.random.nextInt(this.servers));
		try {
			this.ledger.answered(number, other.call(new Entry(number), SOON));
		}
		catch (RuntimeException ex) {
			this.ledger.failed();
		}
		catch (Error ex) {
			this.ledger.failed();
			throw ex;
		}
	}

	@Override
	public Next<Integer> handleInfo(Object message, Integer handled) {
		if (message instanceof Later(ReplyTo<Long> to, long number)) {
			to.reply(number);
		}
		return next(handled);
	}

}
