package io.triotp.time;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once of a thread that must not wait and does: an event loop of Reactor, as those
 * of WebFlux and Reactor Netty are. Known by the name of a marker interface, so that this
 * library depends on nothing.
 */
final class EventLoops {

	private static final String MARKER = "reactor.core.scheduler.NonBlocking";

	private static final Logger logger = LoggerFactory.getLogger(EventLoops.class);

	/** Whether the threads of a class are event loops of which nobody has been warned. */
	private static final ClassValue<AtomicBoolean> UNTOLD = new ClassValue<>() {

		@Override
		protected AtomicBoolean computeValue(Class<?> type) {
			return new AtomicBoolean(isMarked(type));
		}

	};

	private EventLoops() {
	}

	/** Called by a thread that is about to wait. */
	static void aboutToWait(Thread thread) {
		if (thread.isVirtual()) {
			return;
		}
		AtomicBoolean untold = UNTOLD.get(thread.getClass());
		if (untold.get() && untold.compareAndSet(true, false)) {
			warn(thread);
		}
	}

	private static void warn(Thread thread) {
		try {
			logger
				.warn("Thread '{}' is an event loop ({} is a {}) and waits: nothing else of this loop goes on meanwhile. "
						+ "Wait on a thread that may block, for instance with Mono.fromCallable(() -> server.call(request))"
						+ ".subscribeOn(Schedulers.boundedElastic()). Told once for each class of threads; the stack shows who waits",
						thread.getName(), thread.getClass().getName(), MARKER,
						new IllegalStateException("an event loop waits"));
		}
		catch (Throwable ex) {
			// A broken appender must not affect who waits.
		}
	}

	private static boolean isMarked(Class<?> type) {
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			for (Class<?> face : each.getInterfaces()) {
				if (face.getName().equals(MARKER) || isMarked(face)) {
					return true;
				}
			}
		}
		return false;
	}

}
