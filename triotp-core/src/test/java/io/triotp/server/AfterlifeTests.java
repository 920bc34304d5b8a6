package io.triotp.server;

import java.lang.ref.WeakReference;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is left of a server that has ended, for somebody who keeps its pid; and who a
 * thread is.
 */
class AfterlifeTests extends ServerFixture {

	private static String text() {
		return new StringBuilder("state of ").append(System.nanoTime()).toString();
	}

	private static void awaitCollected(WeakReference<?> reference) {
		Probe.until(() -> {
			System.gc();
			return reference.refersTo(null);
		});
	}

	@Test
	void one_that_was_stopped_does_not_keep_its_last_message() {
		ServerRef<TestServer> server = start();
		Pid pid = server.pid().orElseThrow();
		WeakReference<?> last = endByMessage(server);
		awaitCollected(last);
		assertThat(pid.isAlive()).isFalse();
	}

	private WeakReference<?> endByMessage(ServerRef<TestServer> server) {
		TestServer.Handler bye = new TestServer.Handler() { // not a lambda: those are
															// constants
			@Override
			public Next<String> handle(TestServer self, String state) {
				return self.stop(ExitReason.normal(), state);
			}
		};
		tell(server, bye);
		return new WeakReference<>(bye);
	}

	@Test
	void one_that_was_killed_while_busy_keeps_nothing_once_its_code_is_back() {
		ServerRef<TestServer> server = start();
		Pid pid = server.pid().orElseThrow();
		WeakReference<?> state = occupyAndReturnNewState(server);
		this.node.kill(pid);
		this.gate.open();
		awaitCollected(state);
		assertThat(pid.isAlive()).isFalse();
	}

	private WeakReference<?> occupyAndReturnNewState(ServerRef<TestServer> server) {
		Object[] made = new Object[1];
		tell(server, (self, old) -> {
			String state = text();
			made[0] = new WeakReference<>(state);
			this.gate.passStubbornly();
			return self.next(state);
		});
		this.gate.awaitReached();
		return (WeakReference<?>) made[0];
	}

	@Test
	void one_whose_killer_is_slower_than_its_code_still_owes_its_answers() throws Throwable {
		ServerRef<TestServer> server = start();
		Gate killing = new Gate();
		Future<Object> call = asking(server, (self, request, from, state) -> {
			this.probe.tell(Thread.currentThread());
			this.gate.passStubbornly();
			return self.next(state);
		});
		Thread code = (Thread) this.probe.await();
		this.node.host().addExitHook((pid) -> killing.passStubbornly());
		Future<String> killer = Probe.async(() -> {
			this.node.kill(server.pid().orElseThrow());
			return "killed";
		});
		killing.awaitReached();
		this.gate.open();
		code.join();
		killing.open();
		assertThat(Probe.get(killer)).isEqualTo("killed");
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(call));
	}

	private void runOutOfMemoryInTheNextExit() {
		AtomicBoolean over = new AtomicBoolean();
		this.node.host().addExitHook((pid) -> {
			if (over.compareAndSet(false, true)) {
				throw new OutOfMemoryError("test");
			}
		});
	}

	@Test
	void one_whose_killer_runs_out_of_memory_still_owes_its_answers() {
		ServerRef<TestServer> server = start();
		Future<Object> call = asking(server, (self, request, from, state) -> {
			this.probe.tell("deferred");
			return self.next(state);
		});
		this.probe.await();
		awaitWaiting(server);
		runOutOfMemoryInTheNextExit();
		this.node.kill(pidOf(server));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(call))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ExitReason.killed()));
	}

	@Test
	void one_that_ends_itself_and_runs_out_of_memory_still_owes_its_answers() {
		ServerRef<TestServer> server = start();
		Future<Object> call = asking(server, (self, request, from, state) -> {
			this.probe.tell("deferred");
			return self.next(state);
		});
		this.probe.await();
		runOutOfMemoryInTheNextExit();
		tell(server, (self, state) -> self.stop(BOOM, state));
		assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(() -> Probe.get(call))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(BOOM));
	}

	@Test
	void one_that_cannot_start_and_runs_out_of_memory_still_tells_its_starter() {
		runOutOfMemoryInTheNextExit();
		Future<ServerRef<TestServer>> start = Probe.async(() -> start(new TestServer() {

			@Override
			public String init() {
				throw new IllegalStateException("closed");
			}

		}));
		assertThatExceptionOfType(StartException.Failed.class).isThrownBy(() -> Probe.get(start));
	}

	@Test
	void one_that_was_killed_while_idle_keeps_nothing() {
		ServerRef<TestServer> server = start();
		Pid pid = server.pid().orElseThrow();
		WeakReference<?>[] state = new WeakReference<?>[1];
		ask(server, (self, request, from, old) -> {
			String made = text();
			state[0] = new WeakReference<>(made);
			return self.reply(request, "ok", made);
		});
		this.node.kill(pid);
		awaitCollected(state[0]);
		assertThat(pid.isAlive()).isFalse();
	}

	@Test
	void code_that_sets_a_handler_of_uncaught_exceptions_on_its_thread_is_its_process_again_with_the_next_message() {
		ServerRef<TestServer> server = start();
		Gate both = new Gate();
		tell(server, (self, state) -> {
			both.passStubbornly();
			Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> {
			});
			return self.next(state);
		});
		both.awaitReached();
		tell(server, (self, state) -> {
			this.probe.tell(Self.current().pid());
			return self.next(state);
		});
		both.open();
		assertThat(this.probe.await()).isEqualTo(server.pid().orElseThrow());
	}

	@Test
	void a_thread_that_was_given_the_handler_of_another_does_not_run_its_process() throws Throwable {
		ServerRef<TestServer> server = start();
		ask(server, (self, request, from, state) -> {
			Thread other = new Thread(() -> this.probe.tell(String.valueOf(Self.currentOrNull())));
			other.setUncaughtExceptionHandler(Thread.currentThread().getUncaughtExceptionHandler());
			other.start();
			return self.reply(request, "ok", state);
		});
		assertThat(this.probe.await()).isEqualTo("null");
	}

}
