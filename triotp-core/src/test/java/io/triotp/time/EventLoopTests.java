package io.triotp.time;

import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.triotp.testing.LogProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.NonBlocking;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads that must not wait, and do.
 */
class EventLoopTests {

	private final LogProbe log = new LogProbe("io.triotp.time.EventLoops");

	@AfterEach
	void close() {
		this.log.close();
	}

	/**
	 * {@return the constructor of a copy of the class, of which nobody has been told}
	 */
	private static Function<Runnable, Thread> anew(Class<? extends Thread> type) throws Exception {
		try (InputStream code = type.getResourceAsStream(type.getName().replaceAll(".*\\.", "") + ".class")) {
			MethodHandles.Lookup copy = MethodHandles.lookup().defineHiddenClass(code.readAllBytes(), false);
			MethodHandle constructor = copy.findConstructor(copy.lookupClass(),
					MethodType.methodType(void.class, Runnable.class));
			return (body) -> (Thread) MethodHandleProxies.asInterfaceInstance(Function.class, constructor).apply(body);
		}
	}

	/** As every wait for a reply, a start or an end does. */
	private static void waitOn(Function<Runnable, Thread> thread) throws Exception {
		CompletableFuture<Boolean> done = new CompletableFuture<>();
		thread.apply(() -> {
			Thread.currentThread().interrupt();
			Deadline.NEVER.park(done);
			done.complete(true);
		}).start();
		assertThat(done.get(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void one_that_waits_is_told_once_for_each_class() throws Exception {
		Function<Runnable, Thread> loop = anew(Loop.class);

		waitOn(loop);
		waitOn(loop);
		waitOn(Thread::new);
		waitOn(Thread.ofVirtual()::unstarted);
		waitOn(anew(OtherLoop.class));

		ILoggingEvent first = this.log.await();
		assertThat(first.getFormattedMessage()).contains("'loop'", Loop.class.getName(), "Schedulers.boundedElastic()");
		assertThat(first.getThrowableProxy()).isNotNull();
		assertThat(this.log.await().getFormattedMessage()).contains(OtherLoop.class.getName());
		assertThat(this.log.rest()).isEmpty();
	}

	private interface Marked extends NonBlocking {

	}

	private static class Loop extends Thread implements Marked {

		Loop(Runnable code) {
			super(code, "loop");
		}

	}

	private static final class OtherLoop extends Loop {

		OtherLoop(Runnable code) {
			super(code);
		}

	}

}
