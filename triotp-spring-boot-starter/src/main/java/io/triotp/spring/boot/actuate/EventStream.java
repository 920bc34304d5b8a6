package io.triotp.spring.boot.actuate;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.triotp.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client and what waits for it. Whoever has something for it never waits: at most one
 * thread at a time is with the client, and what comes meanwhile is left to that.
 */
final class EventStream {

	private static final Logger logger = LoggerFactory.getLogger(EventStream.class);

	private final String id;

	private final StreamRequest request;

	private final StreamClient client;

	private final Executor writer;

	private final TimeSource time;

	private final long openedAt;

	private final AtomicReference<Outbox> outbox;

	/** How often somebody has wanted something since the writer began. */
	private final AtomicInteger wanted = new AtomicInteger();

	private final CompletableFuture<EventStream> over = new CompletableFuture<>();

	private final AtomicBoolean left = new AtomicBoolean();

	private volatile boolean ending;

	private final Consumer<EventStream> whenOver;

	EventStream(String id, StreamRequest request, StreamClient client, Executor writer, TimeSource time,
			Consumer<EventStream> whenOver) {
		this.whenOver = whenOver;
		this.id = id;
		this.request = request;
		this.client = client;
		this.writer = writer;
		this.time = time;
		this.openedAt = time.nanoTime();
		this.outbox = new AtomicReference<>(Outbox.empty(this.openedAt));
	}

	String id() {
		return this.id;
	}

	StreamRequest request() {
		return this.request;
	}

	long openedAt() {
		return this.openedAt;
	}

	/**
	 * {@return completed when nobody is with the client any more}
	 */
	CompletableFuture<EventStream> over() {
		return this.over;
	}

	Outbox outbox() {
		return this.outbox.get();
	}

	void add(List<StreamFrame> frames) {
		long now = this.time.nanoTime();
		for (StreamFrame frame : frames) {
			this.outbox.updateAndGet((box) -> box.add(frame, now));
		}
		if (!frames.isEmpty()) {
			flush();
		}
	}

	void beat(Duration silence) {
		long now = this.time.nanoTime();
		Outbox before = this.outbox.getAndUpdate((box) -> box.beat(silence, now));
		if (before != this.outbox.get()) {
			flush();
		}
	}

	/** Ends it, also if the client has gone. */
	void end() {
		this.ending = true;
		flush();
	}

	/** Has what waits sent, as far as the client takes it. */
	void flush() {
		if (this.wanted.getAndIncrement() == 0) {
			try {
				this.writer.execute(this::write);
			}
			catch (RejectedExecutionException ex) {
				finish();
			}
		}
	}

	private void write() {
		int heard = 1;
		do {
			try {
				send();
				if (this.ending) {
					finish();
				}
			}
			catch (Throwable ex) {
				logger.debug("The client of stream {} has gone", this.id, ex);
				leave();
			}
			heard = this.wanted.addAndGet(-heard);
		}
		while (heard != 0);
	}

	private void send() throws IOException {
		while (!this.ending && !this.left.get() && this.client.isReady()) {
			Outbox before = this.outbox.get();
			if (before.waiting().isEmpty()) {
				return;
			}
			if (this.outbox.compareAndSet(before, before.taken(this.time.nanoTime()))) {
				this.client.send(before.waiting().getFirst());
			}
		}
	}

	private void finish() {
		if (leave()) {
			this.client.end();
		}
	}

	private boolean leave() {
		boolean first = this.left.compareAndSet(false, true);
		if (first) {
			this.whenOver.accept(this);
			this.over.complete(this);
		}
		return first;
	}

}
