package io.triotp.spring.boot.actuate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.time.TimeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One client, and those who have something for it.
 */
class EventStreamTests {

	private final TimeSource time = TimeSource.system();

	private final AtomicInteger left = new AtomicInteger();

	@AfterEach
	void stop() {
		this.time.close();
	}

	private EventStream stream(StreamClient client, java.util.concurrent.Executor writer) {
		return new EventStream("s1", StreamRequest.of(new Parameters()), client, writer, this.time,
				(stream) -> this.left.incrementAndGet());
	}

	private static List<StreamFrame> event(long number) {
		return List.of(StreamFrame.events(List.of(), number));
	}

	@Test
	void aClientThatTakesNothingHoldsNobodyUpAndIsToldWhatItMissed() {
		Client client = new Client();
		EventStream stream = stream(client, Runnable::run);
		for (long i = 1; i <= 100; i++) {
			stream.add(event(i));
		}
		assertThat(client.sent).isEmpty();
		client.ready = true;
		stream.flush();
		assertThat(client.sent).hasSize(36).first().extracting(StreamFrame::event).isEqualTo("resync");
		assertThat(client.sent).extracting(StreamFrame::id).startsWith(65L, 66L).endsWith(100L);
	}

	@Test
	void aConnectionThatBlocksHoldsUpItsWriterOnly() throws InterruptedException {
		CountDownLatch writing = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		Client client = new Client() {
			@Override
			public void send(StreamFrame frame) throws IOException {
				writing.countDown();
				try {
					assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
				}
				catch (InterruptedException ex) {
					throw new IOException(ex);
				}
				super.send(frame);
			}
		};
		client.ready = true;
		try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
			EventStream stream = stream(client, writer);
			stream.add(event(1));
			assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
			stream.add(event(2));
			stream.end();
			assertThat(this.left).hasValue(0);
			goOn.countDown();
			stream.over().join();
		}
		assertThat(client.sent).extracting(StreamFrame::id).containsExactly(1L);
		assertThat(client.ended).isEqualTo(1);
		assertThat(this.left).hasValue(1);
	}

	@Test
	void aClientThatHasGoneLeavesOnce() {
		Client client = new Client() {
			@Override
			public void send(StreamFrame frame) throws IOException {
				throw new IOException("Broken pipe");
			}
		};
		client.ready = true;
		EventStream stream = stream(client, Runnable::run);
		stream.add(event(1));
		stream.add(event(2));
		stream.end();
		assertThat(stream.over()).isCompleted();
		assertThat(this.left).hasValue(1);
		assertThat(client.ended).isZero();
	}

	@Test
	void aStreamWithoutWritersEnds() {
		Client client = new Client();
		ExecutorService writer = Executors.newSingleThreadExecutor();
		writer.shutdown();
		EventStream stream = stream(client, writer);
		stream.add(event(1));
		assertThat(stream.over()).isCompleted();
		assertThat(client.ended).isEqualTo(1);
	}

	private static class Client implements StreamClient {

		final List<StreamFrame> sent = new ArrayList<>();

		boolean ready;

		int ended;

		@Override
		public boolean isReady() {
			return this.ready;
		}

		@Override
		public void send(StreamFrame frame) throws IOException {
			this.sent.add(frame);
		}

		@Override
		public void end() {
			this.ended++;
		}

	}

}
