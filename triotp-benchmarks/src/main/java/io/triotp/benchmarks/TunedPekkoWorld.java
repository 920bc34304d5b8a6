package io.triotp.benchmarks;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/**
 * Pekko made for few cores and many messages: as many threads as there are cores, a
 * hundred messages a turn, and callers that run in its dispatcher and never block.
 */
final class TunedPekkoWorld extends PekkoWorld {

	TunedPekkoWorld() {
		super(settings(Runtime.getRuntime().availableProcessors()));
	}

	private static String settings(int cores) {
		return """
				pekko.actor.default-dispatcher {
					executor = "fork-join-executor"
					throughput = 100
					fork-join-executor { parallelism-min = %1$d, parallelism-max = %1$d }
				}
				""".formatted(cores);
	}

	@Override
	public void callTogether(int callers, int callsEach, Choice choice) {
		CountDownLatch left = new CountDownLatch(callers);
		for (int i = 0; i < callers; i++) {
			dispatcher().execute(new Caller(dispatcher(), i, callsEach, choice, left));
		}
		Callers.await(left);
	}

	@Override
	public void startCaller(Server server, Tally answered) {
		dispatcher().execute(() -> ((Client) server).ask().whenCompleteAsync((answer, failure) -> {
			if (failure == null) {
				answered.hit();
			}
		}, dispatcher()));
	}

	/**
	 * Calls, and goes on in the dispatcher when the answer is there.
	 */
	private static final class Caller implements Runnable {

		private final Executor dispatcher;

		private final int number;

		private final int calls;

		private final Choice choice;

		private final CountDownLatch left;

		private int made;

		Caller(Executor dispatcher, int number, int calls, Choice choice, CountDownLatch left) {
			this.dispatcher = dispatcher;
			this.number = number;
			this.calls = calls;
			this.choice = choice;
			this.left = left;
		}

		@Override
		public void run() {
			if (this.made == this.calls) {
				this.left.countDown();
				return;
			}
			CompletionStage<String> answer = ((Client) this.choice.server(this.number, this.made++)).ask();
			answer.thenRunAsync(this, this.dispatcher);
		}

	}

}
