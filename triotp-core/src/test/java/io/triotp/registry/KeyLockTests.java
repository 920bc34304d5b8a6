package io.triotp.registry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Locks by key (OTP R13).
 */
class KeyLockTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));

	private final ProcessRegistry<String, String> registry = ProcessRegistry.unique(this.node);

	private final Gate gate = new Gate();

	private final Probe<String> told = new Probe<>();

	private final AtomicBoolean left = new AtomicBoolean();

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	@Test
	@Conformance("REG-26")
	void different_locks_are_held_at_once() {
		Gate first = new Gate();
		Gate second = new Gate();
		locking("a", first);
		locking("b", second);
		first.awaitReached();
		second.awaitReached();
		first.open();
		second.open();
		assertThat(this.told.await(2)).containsOnly("got it");
	}

	@Test
	void one_lock_is_held_by_one_process_at_a_time() {
		AtomicInteger inside = new AtomicInteger();
		for (int i = 0; i < 20; i++) {
			this.node.spawn((self) -> {
				for (int j = 0; j < 20; j++) {
					int most = this.registry.lock("a", () -> {
						int now = inside.incrementAndGet();
						Thread.yield();
						inside.decrementAndGet();
						return now;
					});
					this.told.tell("with " + most);
				}
			});
		}
		assertThat(this.told.await(400)).containsOnly("with 1");
	}

	@Test
	@Conformance("REG-28")
	void a_lock_is_free_when_its_holder_throws() {
		Puppet puppet = Puppet.spawn(this.node);
		assertThatIllegalStateException().isThrownBy(() -> puppet.ask((self) -> this.registry.lock("a", () -> {
			throw new IllegalStateException("mine");
		}))).withMessage("mine");
		assertThat(Puppet.spawn(this.node).<String>ask((self) -> this.registry.lock("a", () -> "got it")))
			.isEqualTo("got it");
	}

	@Test
	@Conformance("REG-28")
	void a_lock_is_free_when_its_holder_is_killed_even_if_its_code_runs_on() {
		Pid holder = this.node.spawn((self) -> this.registry.lock("a", this.gate::passStubbornly));
		this.gate.awaitReached();
		Gate open = new Gate();
		open.open();
		locking("a", open);
		this.node.kill(holder);
		assertThat(this.told.await()).isEqualTo("got it");
	}

	@Test
	void a_lock_is_free_when_its_holder_is_killed_even_if_a_key_of_that_throws() {
		AtomicReference<Error> broken = new AtomicReference<>();
		ProcessRegistry<Object, String> keys = ProcessRegistry.unique(this.node);
		Pid holder = holding(keys, new Brittle(broken));
		broken.set(new AssertionError("test"));
		this.node.kill(holder);
		assertThat(Puppet.spawn(this.node).<String>ask((self) -> keys.lock("a", this::whileHeld))).isEqualTo("got it");
		assertThat(keys.keys(holder)).isEmpty();
	}

	@Test
	void a_lock_whose_key_throws_is_free_when_its_holder_is_killed() {
		AtomicReference<Error> broken = new AtomicReference<>();
		Brittle lock = new Brittle(broken);
		Pid holder = this.node.spawn((self) -> this.registry.lock(lock, this::hold));
		this.gate.awaitReached();
		broken.set(new AssertionError("test"));
		this.node.kill(holder);
		broken.set(null);
		assertThat(Puppet.spawn(this.node).<String>ask((self) -> this.registry.lock(lock, this::whileHeld)))
			.isEqualTo("got it");
	}

	@Test
	void a_lock_is_free_when_its_holder_is_killed_even_if_memory_runs_out_meanwhile() {
		AtomicReference<Error> broken = new AtomicReference<>();
		ProcessRegistry<Object, String> keys = ProcessRegistry.unique(this.node);
		Pid holder = holding(keys, new Brittle(broken));
		broken.set(new OutOfMemoryError("test"));
		this.node.kill(holder);
		broken.set(null);
		assertThat(Probe.exitOf(this.node, holder)).isEqualTo(ExitReason.killed());
		assertThat(Puppet.spawn(this.node).<String>ask((self) -> keys.lock("a", this::whileHeld))).isEqualTo("got it");
		assertThat(keys.holdsNothing()).isTrue();
	}

	/**
	 * Whoever waits for long would get the lock when the holder has lost its patience.
	 */
	private boolean hold() {
		try {
			return this.gate.passStubbornly();
		}
		finally {
			this.left.set(true);
		}
	}

	private String whileHeld() {
		return this.left.get() ? "too late" : "got it";
	}

	/** Has an entry under a key, and a lock. */
	private Pid holding(ProcessRegistry<Object, String> keys, Brittle key) {
		Pid holder = this.node.spawn((self) -> {
			keys.register(key, "entry");
			keys.lock("a", this::hold);
		});
		this.gate.awaitReached();
		return holder;
	}

	/** A key that throws if it shall. */
	private record Brittle(AtomicReference<Error> broken) {

		@Override
		public int hashCode() {
			Error error = this.broken.get();
			if (error != null) {
				throw error;
			}
			return 1;
		}

	}

	@Test
	@Conformance("REG-29")
	void a_process_killed_while_it_waits_does_not_keep_the_next_one_from_getting_the_lock() {
		locking("a", this.gate);
		this.gate.awaitReached();
		Gate never = new Gate();
		Pid waiting = locking("a", never);
		this.node.kill(waiting);
		Gate open = new Gate();
		open.open();
		locking("a", open);
		this.gate.open();
		assertThat(this.told.await(2)).containsOnly("got it");
	}

	@Test
	void a_process_that_holds_a_lock_does_not_wait_for_itself_and_keeps_it() {
		Puppet puppet = Puppet.spawn(this.node);
		assertThat(puppet.<String>ask((self) -> this.registry.lock("a", () -> {
			assertThatIllegalStateException().isThrownBy(() -> this.registry.lock("a", () -> "never"))
				.withMessageContaining("already holds the lock of key 'a'");
			return this.registry.lock("b", () -> "other locks may be nested");
		}))).isEqualTo("other locks may be nested");
	}

	@Test
	void only_processes_lock() {
		assertThatIllegalStateException().isThrownBy(() -> this.registry.lock("a", () -> "never"))
			.withMessageContaining("runs no process");
	}

	private Pid locking(String lock, Gate inside) {
		return this.node.spawn((self) -> this.told.tell(this.registry.lock(lock, () -> {
			inside.pass();
			return "got it";
		})));
	}

}
