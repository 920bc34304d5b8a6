package io.triotp.interleaving;

import java.util.ArrayList;
import java.util.List;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ReplyTo;
import io.triotp.server.ServerRef;

/**
 * A server that does what it is asked, and finds out whether it ever does two things at
 * once.
 */
final class Desk implements GenServer<Integer, Desk.Ask, Desk.Tell> {

	private final List<Integer> handled = new ArrayList<>();

	/** Replies it owes. */
	private final List<ReplyTo<Integer>> owed = new ArrayList<>();

	/** Read and written around each handler; a point lies between. */
	private volatile int inside;

	/**
	 * {@return the notes it has got, in order}
	 */
	List<Integer> handled() {
		return this.handled;
	}

	/**
	 * {@return the replies it owes}
	 */
	List<ReplyTo<Integer>> owed() {
		return this.owed;
	}

	@Override
	public Integer init() {
		return 0;
	}

	@Override
	public CallResult<Integer> handleCall(Ask request, From from, Integer state) {
		enter();
		try {
			return switch (request) {
				case Add add -> reply(add, state + add.number(), state + add.number());
				case Owe owe -> {
					this.owed.add(from.to(owe));
					yield next(state);
				}
				case Pass pass -> reply(pass, pass.to().call(new Add(1)), state);
				case Fail fail -> throw new IllegalStateException("asked to fail");
			};
		}
		finally {
			leave();
		}
	}

	@Override
	public Next<Integer> handleCast(Tell message, Integer state) {
		enter();
		try {
			return switch (message) {
				case Note note -> {
					this.handled.add(note.number());
					yield next(state + 1);
				}
				case Crash crash -> throw new IllegalStateException("told to crash");
				case Stop stop -> stop(state);
			};
		}
		finally {
			leave();
		}
	}

	private void enter() {
		if (this.inside != 0) {
			throw new AssertionError("two handlers at once");
		}
		this.inside = 1;
	}

	private void leave() {
		this.inside = 0;
	}

	/** What it can be asked. */
	sealed interface Ask extends Call<Desk, Integer> {

	}

	/** Adds to its number, and answers it. */
	record Add(int number) implements Ask {
	}

	/** Does not answer yet. */
	record Owe() implements Ask {
	}

	/** Asks another first. */
	record Pass(ServerRef<Desk> to) implements Ask {
	}

	/** Fails. */
	record Fail() implements Ask {
	}

	/** What it can be told. */
	sealed interface Tell extends Cast<Desk> {

	}

	/** Keeps a number. */
	record Note(int number) implements Tell {
	}

	/** Crashes. */
	record Crash() implements Tell {
	}

	/** Ends. */
	record Stop() implements Tell {
	}

}
