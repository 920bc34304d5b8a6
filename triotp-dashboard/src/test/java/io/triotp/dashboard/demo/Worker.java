package io.triotp.dashboard.demo;

import java.time.Duration;

import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.Next;

/** Counts, works for a while, or crashes, as it is told. */
public final class Worker implements GenServer<Worker.State, Call<Worker, ?>, Cast<Worker>> {

	@Override
	public State init() {
		return new State(0, "nothing yet");
	}

	@Override
	public Next<State> handleInfo(Object message, State state) throws InterruptedException {
		return switch (message) {
			case Crash crash -> throw new IllegalStateException(crash.why());
			case Work work -> {
				Thread.sleep(work.time());
				yield next(new State(state.count() + 1, "work"));
			}
			case One one -> next(new State(state.count() + 1, "count"));
			default -> next(state);
		};
	}

	/**
	 * What it holds.
	 *
	 * @param count how many messages it has handled
	 * @param last the last of them
	 */
	public record State(int count, String last) {
	}

	/**
	 * Makes it crash.
	 *
	 * @param why the message of the exception
	 */
	public record Crash(String why) {
	}

	/**
	 * Keeps it busy.
	 *
	 * @param time for how long
	 */
	public record Work(Duration time) {
	}

	/** Is counted. */
	public record One() {
	}

}
