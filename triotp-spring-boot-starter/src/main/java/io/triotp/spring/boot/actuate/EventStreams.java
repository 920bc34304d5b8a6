package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.triotp.node.Node;
import io.triotp.spring.boot.view.EventsFeed;
import io.triotp.spring.boot.view.NodeReader;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The clients that are told what happens in a node, and the one thread that looks for all
 * of them. It looks only while there are clients. Ends all connections before the web
 * server waits for its requests.
 */
public final class EventStreams implements SmartLifecycle, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(EventStreams.class);

	/** After that a client that finds no place may try again. */
	static final Duration RETRY_AFTER = Duration.ofSeconds(10);

	private static final long IDLE_SECONDS = 30;

	private final Node node;

	private final NodeReader reader;

	private final StreamTransport transport;

	private final int maxConnections;

	private final Duration maxAge;

	private final Duration heartbeat;

	private final ScheduledThreadPoolExecutor sampler;

	private final ThreadPoolExecutor writers;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by lock, as are the next four. */
	private final Map<String, EventStream> streams = new LinkedHashMap<>();

	private long opened;

	private boolean stopped;

	private @Nullable EventsFeed feed;

	private @Nullable Future<?> looking;

	/** How far each client has been told; touched by the sampler only. */
	private final Map<EventStream, StreamProgress> progress = new HashMap<>();

	/**
	 * Create a new instance.
	 * @param node the node
	 * @param endpoint what shows it
	 * @param transport how connections are held with the web framework there is
	 * @param maxConnections how many clients there may be at a time
	 * @param maxAge after that a connection is ended, so that the client must come again
	 * and is checked again
	 * @param heartbeat a connection is silent for so long at most
	 */
	public EventStreams(Node node, TriOtpEndpoint endpoint, StreamTransport transport, int maxConnections,
			Duration maxAge, Duration heartbeat) {
		this.node = Objects.requireNonNull(node, "node");
		this.reader = Objects.requireNonNull(endpoint, "endpoint").reader();
		this.transport = Objects.requireNonNull(transport, "transport");
		this.maxConnections = maxConnections;
		this.maxAge = Objects.requireNonNull(maxAge, "maxAge");
		this.heartbeat = Objects.requireNonNull(heartbeat, "heartbeat");
		this.sampler = new ScheduledThreadPoolExecutor(1, threads("triotp-stream-sampler"));
		this.sampler.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.sampler.allowCoreThreadTimeOut(true);
		this.sampler.setRemoveOnCancelPolicy(true);
		// As many as there are streams at most: a stream has a writer only while it
		// writes.
		this.writers = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
				new SynchronousQueue<>(), threads("triotp-stream-writer"));
	}

	private static ThreadFactory threads(String name) {
		return Thread.ofPlatform().daemon().name(name).inheritInheritableThreadLocals(false).factory();
	}

	/**
	 * {@return what the operation answers with}
	 */
	Object answer(StreamRequest request) {
		return hasRoom() ? this.transport.open(this, request) : this.transport.refuse(full());
	}

	ErrorDescriptor full() {
		return new ErrorDescriptor(503, "Service Unavailable", "There are " + this.maxConnections
				+ " streams already, or the application stops; try again in " + RETRY_AFTER.toSeconds() + " seconds");
	}

	boolean hasRoom() {
		this.lock.lock();
		try {
			return !this.stopped && this.streams.size() < this.maxConnections;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return the threads for connections that block whoever writes to them}
	 */
	Executor writers() {
		return this.writers;
	}

	Duration maxAge() {
		return this.maxAge;
	}

	/**
	 * Opens a stream.
	 * @param request what the client wants
	 * @param client the client
	 * @param writer runs what writes to it
	 * @return the stream, or nothing if there is no room
	 */
	Optional<EventStream> open(StreamRequest request, StreamClient client, Executor writer) {
		EventStream stream;
		this.lock.lock();
		try {
			if (!hasRoom()) {
				return Optional.empty();
			}
			stream = new EventStream("s" + ++this.opened, request, client, writer, time(), this::remove);
			this.streams.put(stream.id(), stream);
			if (this.feed == null) {
				EventsFeed opened = EventsFeed.of(this.node);
				this.feed = opened;
				this.looking = this.sampler.scheduleWithFixedDelay(() -> look(opened), StreamProgress.TICK.toMillis(),
						StreamProgress.TICK.toMillis(), TimeUnit.MILLISECONDS);
			}
			this.sampler.execute(() -> begin(stream));
		}
		finally {
			this.lock.unlock();
		}
		return Optional.of(stream);
	}

	private void remove(EventStream stream) {
		this.lock.lock();
		try {
			this.streams.remove(stream.id());
			if (this.streams.isEmpty() && this.feed != null && this.looking != null) {
				this.looking.cancel(false);
				this.feed.close();
				this.looking = null;
				this.feed = null;
			}
			if (!this.sampler.isShutdown()) {
				this.sampler.execute(() -> this.progress.remove(stream));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return the streams that are open}
	 */
	List<EventStream> all() {
		this.lock.lock();
		try {
			return new ArrayList<>(this.streams.values());
		}
		finally {
			this.lock.unlock();
		}
	}

	private void begin(EventStream stream) {
		guarded(stream, () -> {
			long now = time().nanoTime();
			StreamProgress.Past past = new StreamProgress.Past(
					this.node.history().newest(Integer.MAX_VALUE, (each) -> true),
					this.node.history().extent().dropped(), this.node.startedAt().truncatedTo(ChronoUnit.MILLIS));
			StreamProgress begun = apply(stream, StreamProgress.begin(stream.id(), stream.request(), past, now));
			this.progress.put(stream, apply(stream, begun.look(new Sample(this.reader)::of, now)));
		});
	}

	private void look(EventsFeed feed) {
		EventsFeed.Arrivals arrived = feed.take();
		Sample sample = new Sample(this.reader);
		for (EventStream stream : all()) {
			guarded(stream, () -> look(stream, arrived, sample));
		}
	}

	private void look(EventStream stream, EventsFeed.Arrivals arrived, Sample sample) {
		StreamProgress before = this.progress.get(stream);
		if (before == null) {
			return;
		}
		long now = time().nanoTime();
		StreamProgress after = apply(stream, before.happened(arrived, now));
		this.progress.put(stream, after.isDue(now) ? apply(stream, after.look(sample::of, now)) : after);
		stream.beat(this.heartbeat);
		if (now - stream.openedAt() >= this.maxAge.toNanos() || stream.outbox().isStuck(now)) {
			stream.end();
		}
	}

	private static StreamProgress apply(EventStream stream, StreamProgress.Step step) {
		stream.add(step.frames());
		return step.after();
	}

	private static void guarded(EventStream stream, Runnable look) {
		try {
			look.run();
		}
		catch (Throwable ex) {
			logger.warn("Stream {} ends, because there was nothing to show", stream.id(), ex);
			stream.end();
		}
	}

	private TimeSource time() {
		return this.node.host().time();
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			this.stopped = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void stop() {
		this.lock.lock();
		try {
			this.stopped = true;
		}
		finally {
			this.lock.unlock();
		}
		all().forEach(EventStream::end);
	}

	@Override
	public boolean isRunning() {
		this.lock.lock();
		try {
			return !this.stopped;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Before the web server begins to wait for requests that run. */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

	@Override
	public void destroy() {
		stop();
		this.sampler.shutdownNow();
		this.writers.shutdown();
	}

}
