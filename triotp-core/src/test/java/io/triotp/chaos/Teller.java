package io.triotp.chaos;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

import io.triotp.process.ExitReason;
import io.triotp.server.Call;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ReplyTo;
import io.triotp.server.ServerRef;

/**
 * A server that enters what it handles into the ledger, and fails as its messages say.
 */
final class Teller implements GenServer<Integer, Teller.Entry, Teller.Note> {

	/**
	 * A call.
	 *
	 * @param number its number, which is the answer too
	 * @param fate what comes of it
	 */
	record Entry(int number, Fate fate) implements Call<Teller, Integer> {
	}

	/**
	 * A cast.
	 *
	 * @param number its number
	 * @param fate what comes of it
	 */
	record Note(int number, Fate fate) implements Cast<Teller> {
	}

	/** What comes of a message. */
	sealed interface Fate {

	}

	/** All is well. */
	record Well() implements Fate {
	}

	/** The server fails. */
	record Fails(Mischief how) implements Fate {
	}

	/** The server answers later. */
	record Later() implements Fate {
	}

	/** The server asks another. */
	record Asks(int other) implements Fate {
	}

	/** The server ends in good order. */
	record Ends() implements Fate {
	}

	private record Owed(ReplyTo<Integer> to, int number) {
	}

	private static final Duration SOON = Duration.ofMillis(50);

	private final Ledger ledger;

	private final Chaos chaos;

	Teller(Ledger ledger, Chaos chaos) {
		this.ledger = ledger;
		this.chaos = chaos;
	}

	@Override
	public Integer init() {
		if (this.chaos.isOn()) {
			if (ThreadLocalRandom.current().nextInt(200) == 0) {
				this.ledger.crashed();
				this.chaos.mischief(new SplittableRandom(ThreadLocalRandom.current().nextLong())).strike();
			}
			self().trapExits(ThreadLocalRandom.current().nextInt(8) == 0);
		}
		return 0;
	}

	@Override
	public CallResult<Integer> handleCall(Entry entry, From from, Integer handled) {
		this.ledger.handledCall(entry.number());
		switch (entry.fate()) {
			case Later() -> {
				self().sendAfter(Duration.ofMillis(1), new Owed(from.to(entry), entry.number()));
				return next(handled);
			}
			case Fate other -> comesTo(other);
		}
		return reply(entry, entry.number(), handled + 1);
	}

	@Override
	public Next<Integer> handleCast(Note note, Integer handled) {
		this.ledger.handledNote(note.number());
		if (note.fate() instanceof Ends) {
			return stop(handled);
		}
		comesTo(note.fate());
		return next(handled + 1);
	}

	private void comesTo(Fate fate) {
		switch (fate) {
			case Fails(Mischief how) -> {
				this.ledger.crashed();
				how.strike();
			}
			case Asks(int other) -> ask(other);
			default -> {
			}
		}
	}

	private void ask(int other) {
		int number = this.ledger.next();
		if (number < 0) {
			return;
		}
		try {
			ServerRef<Teller> server = ServerRef.named(self().processes(), Chaos.name(other));
			server.call(new Entry(number, new Well()), SOON);
			this.ledger.answered(number);
		}
		catch (CallException ex) {
			this.ledger.failed(number);
		}
	}

	@Override
	public Next<Integer> handleInfo(Object message, Integer handled) {
		if (message instanceof Owed(ReplyTo<Integer> to, int number)) {
			to.reply(number);
		}
		return next(handled);
	}

	@Override
	public void terminate(ExitReason reason, Integer handled) {
		if (this.chaos.isOn() && ThreadLocalRandom.current().nextInt(50) == 0) {
			this.ledger.crashed();
			this.chaos.mischief(new SplittableRandom(ThreadLocalRandom.current().nextLong())).strike();
		}
	}

}
