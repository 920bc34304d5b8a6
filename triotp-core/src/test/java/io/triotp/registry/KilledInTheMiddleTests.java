package io.triotp.registry;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A process that is killed while its code changes a registry: what that code does between
 * the kill and the exit sequence must not hide an entry or a lock from the sequence (OTP
 * R4, R13).
 */
class KilledInTheMiddleTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));

	/** Where the killer stands: the process is dead, its exit sequence comes next. */
	private final Gate exitSequence = new Gate();

	private final AtomicReference<Pid> victim = new AtomicReference<>();

	private final Probe<String> killed = new Probe<>();

	/** Keeps code that runs on running longer than any wait of a test. */
	private final CountDownLatch testOver = new CountDownLatch(1);

	private final ProcessRegistry<Object, Object> unique;

	private final ProcessRegistry<Object, Object> duplicate;

	KilledInTheMiddleTests() {
		// The first hook, so that it comes before those of the registries.
		this.node.host().addExitHook((pid) -> {
			if (pid == this.victim.get()) {
				this.exitSequence.passStubbornly();
			}
		});
		this.unique = ProcessRegistry.unique(this.node);
		this.duplicate = ProcessRegistry.duplicate(this.node);
	}

	@AfterEach
	void close() {
		this.exitSequence.open();
		this.testOver.countDown();
		this.node.close();
	}

	@Test
	void leaves_no_unique_entry_that_was_just_added() {
		killedWhileItAdds(this.unique);
		assertThat(this.unique.holdsNothing()).isTrue();
	}

	@Test
	void leaves_no_duplicate_entry_that_was_just_added() {
		killedWhileItAdds(this.duplicate);
		assertThat(this.duplicate.holdsNothing()).isTrue();
	}

	@Test
	void leaves_no_entry_under_a_key_of_which_it_has_just_removed_another() {
		runToItsEnd((self) -> {
			this.duplicate.register("key", "stays");
			this.duplicate.register("key", "goes");
			this.duplicate.unregister("key", (value) -> {
				killOnce(self);
				return value.equals("goes");
			});
		});
		assertThat(this.duplicate.holdsNothing()).isTrue();
	}

	@Test
	void leaves_no_lock_that_it_held_while_it_took_another() {
		CountDownLatch zombie = new CountDownLatch(1);
		this.node.spawn((self) -> this.unique.lock("outer", () -> {
			this.victim.set(self.pid());
			Object inner = new Object() {

				@Override
				public int hashCode() {
					killOnce(self);
					return 1;
				}

			};
			assertThatIllegalStateException().isThrownBy(() -> this.unique.lock(inner, () -> "never"));
			zombie.countDown();
			awaitStubbornly(this.testOver);
			return "over";
		}));
		awaitStubbornly(zombie);
		this.exitSequence.open();
		assertThat(this.killed.await()).isEqualTo("killed");
		Probe<String> next = new Probe<>();
		this.node.spawn((self) -> next.tell(this.unique.lock("outer", () -> "free")));
		assertThat(next.await()).isEqualTo("free");
	}

	private void killedWhileItAdds(ProcessRegistry<Object, Object> registry) {
		runToItsEnd((self) -> {
			// As many keys of one hash as turn a bin of the map into a tree, which asks
			// the new key for its order once more after the entry has been decided on.
			for (int i = 0; i < 20; i++) {
				registry.register(new Colliding(i, () -> {
				}), "value");
			}
			registry.register(new Colliding(20, () -> {
				if (isBeingInserted()) {
					killOnce(self);
				}
			}), "value");
		});
	}

	/** Whether the map of the entries puts one in, and no longer looks for it. */
	private static boolean isBeingInserted() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.map(StackWalker.StackFrame::getMethodName)
				.filter((method) -> method.equals("putTreeVal") || method.equals("compute"))
				.count() == 2);
	}

	/** Run a process until its code is over, then let the exit sequence go on. */
	private void runToItsEnd(Puppet.Action code) {
		Probe<String> over = new Probe<>();
		this.node.spawn((self) -> {
			this.victim.set(self.pid());
			try {
				code.run(self);
			}
			finally {
				over.tell("over");
			}
		});
		over.await();
		this.exitSequence.open();
		assertThat(this.killed.await()).isEqualTo("killed");
	}

	private static void awaitStubbornly(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// As code does that ignores a kill.
			}
		}
	}

	private void killOnce(Self self) {
		if (self.alive()) {
			Thread.ofPlatform().start(() -> {
				this.node.kill(self.pid());
				this.killed.tell("killed");
			});
			this.exitSequence.awaitReached();
		}
	}

	private record Colliding(int number, Runnable whenCompared) implements Comparable<Colliding> {

		@Override
		public int hashCode() {
			return 7;
		}

		@Override
		public boolean equals(Object other) {
			this.whenCompared.run();
			return other instanceof Colliding that && that.number == this.number;
		}

		@Override
		public int compareTo(Colliding other) {
			this.whenCompared.run();
			return Integer.compare(this.number, other.number);
		}

	}

}
