package io.triotp.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.test.ManualTime;
import io.triotp.testing.Lives;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever code throws, also what nobody should: it ends its own process, and counts.
 */
class CrashKindsTests {

	private static final int ALLOWED = 3;

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Lives lives = new Lives();

	@AfterEach
	void close() {
		this.node.close();
	}

	private Pid start() {
		ChildSpec child = this.lives.server("a").name("a");
		Supervisor.start(this.node, "sup",
				SupervisorSpec.oneForOne(child).intensity(new RestartIntensity(ALLOWED, Duration.ofSeconds(5))));
		return this.node.whereis("a").orElseThrow();
	}

	@ParameterizedTest
	@EnumSource
	void whatever_a_handler_throws_is_a_crash_and_its_server_is_back(Kind kind) {
		Pid first = start();
		Lives.tell(this.node, first, kind::fail);
		ExitReason reason = Probe.exitOf(this.node, first);
		assertThat(reason).isInstanceOf(ExitReason.Crash.class);
		assertThat(reason.exception()).isInstanceOf(kind.type);
		assertThat(this.lives.await(3)).containsExactly("+a", "-a", "+a");
		ChildInfo child = Supervisor.named(this.node, "sup").child("a").orElseThrow();
		assertThat(child.restarts()).isOne();
		assertThat(child.lastExit()).contains(reason);
	}

	@ParameterizedTest
	@EnumSource
	void what_is_thrown_at_each_start_uses_up_the_limit_and_no_more(Kind kind) {
		AtomicInteger starts = new AtomicInteger();
		this.lives.everyStart("a", () -> {
			if (starts.incrementAndGet() > 1) {
				kind.fail();
			}
		});
		Pid first = start();
		Pid supervisor = this.node.whereis("sup").orElseThrow();
		Lives.crash(this.node, first);
		this.time.advanceUntil(() -> !supervisor.isAlive());
		assertThat(starts).hasValue(1 + ALLOWED);
	}

	/** What there is to throw. */
	enum Kind {

		CHECKED(IOException.class) {
			@Override
			void fail() throws Exception {
				throw new IOException("planted");
			}
		},

		ASSERTION(AssertionError.class) {
			@Override
			void fail() {
				throw new AssertionError("planted");
			}
		},

		/** As {@code Thread.stop} threw it once, and some libraries still do. */
		THREAD_DEATH(ThreadDeath.class) {
			@Override
			@SuppressWarnings("removal")
			void fail() {
				throw new ThreadDeath();
			}
		},

		LINKAGE(LinkageError.class) {
			@Override
			void fail() {
				throw new IncompatibleClassChangeError("planted");
			}
		},

		/** The first time its initialiser fails, from then on it is no class at all. */
		CLASS_INITIALISER(LinkageError.class) {
			@Override
			void fail() {
				Broken.touch();
			}
		},

		STACK(StackOverflowError.class) {
			@Override
			void fail() {
				fail();
			}
		},

		MEMORY(OutOfMemoryError.class) {
			@Override
			void fail() {
				throw new OutOfMemoryError("planted");
			}
		},

		BARE(Throwable.class) {
			@Override
			void fail() {
				sneak(new Throwable("planted"));
			}
		};

		private final Class<? extends Throwable> type;

		Kind(Class<? extends Throwable> type) {
			this.type = type;
		}

		abstract void fail() throws Exception;

		@SuppressWarnings("unchecked")
		private static <X extends Throwable> void sneak(Throwable cause) throws X {
			throw (X) cause;
		}

	}

	private static final class Broken {

		private static final Object NEVER = make();

		private static Object make() {
			throw new IllegalStateException("planted");
		}

		static void touch() {
		}

	}

}
