package io.triotp.resource;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Shutdown;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Gate;
import io.triotp.testing.LogProbe;
import io.triotp.test.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.triotp.testing.Probe.exitOf;
import static io.triotp.testing.Probe.until;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a process holds open is closed, whatever becomes of the process, and before it is
 * opened again.
 */
class ResourceTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final LogProbe log = new LogProbe("io.triotp.resource");

	private final io.triotp.testing.Probe<String> seen = new io.triotp.testing.Probe<>();

	private final AtomicInteger opened = new AtomicInteger();

	private Supervisor supervisor;

	@AfterEach
	void close() {
		this.node.close();
		this.log.close();
	}

	private Pid start(ChildSpec child) {
		this.supervisor = Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne(child));
		return pid();
	}

	private Pid pid() {
		return child().pid().orElseThrow();
	}

	private ChildInfo child() {
		return this.supervisor.children().getFirst();
	}

	private void awaitRestart(Pid last) {
		until(() -> child().pid().filter((pid) -> pid != last).isPresent());
	}

	/** The nth one opened takes the nth of these to close, all others take nothing. */
	private ChildSpec closingThrough(Gate... gates) {
		return ChildSpec.resource("r", () -> {
			int number = this.opened.incrementAndGet();
			this.seen.tell(number + " opened");
			return () -> {
				if (number <= gates.length) {
					gates[number - 1].passStubbornly();
				}
				this.seen.tell(number + " closed");
			};
		});
	}

	@Test
	void what_a_killed_process_had_open_is_closed_before_it_is_opened_again() {
		Gate gate = new Gate();
		Pid pid = start(closingThrough(gate));
		this.node.kill(pid);
		gate.awaitReached();
		assertThat(this.seen.rest()).containsExactly("1 opened");
		gate.open();
		awaitRestart(pid);
		assertThat(this.seen.rest()).containsExactly("1 closed", "2 opened");
		assertThat(this.log.await().getFormattedMessage()).contains("'sup/r'", "was killed and has left",
				"open, which is closed now");
	}

	@Test
	void a_port_of_a_killed_process_can_be_bound_by_the_next_one() {
		int[] port = { 0 };
		Pid pid = start(ChildSpec.resource("web", () -> {
			ServerSocket socket = new ServerSocket(port[0], 1, InetAddress.getLoopbackAddress());
			port[0] = socket.getLocalPort();
			return socket;
		}));
		for (int i = 0; i < 3; i++) {
			Pid last = pid();
			this.node.kill(last);
			awaitRestart(last);
		}
		assertThat(child().restarts()).as("restarts, without one that failed").isEqualTo(3);
		assertThat(pid).isNotSameAs(pid());
	}

	@Test
	void one_that_does_not_close_in_time_is_given_up_and_the_next_is_opened_beside_it() {
		Gate gate = new Gate();
		Pid pid = start(closingThrough(gate).shutdown(Shutdown.within(Duration.ofSeconds(3))));
		this.node.kill(pid);
		gate.awaitReached();
		this.time.awaitParked(2);
		this.time.advance(Duration.ofSeconds(3));
		awaitRestart(pid);
		assertThat(this.seen.rest()).containsExactly("1 opened", "2 opened");
		this.log.await();
		assertThat(this.log.await().getFormattedMessage()).contains("'sup/r'",
				"has not been closed within 3s, it was at io.triotp", "no longer waits for it");
		gate.open();
		assertThat(this.seen.await()).isEqualTo("1 closed");
	}

	@Test
	void one_that_closes_too_long_at_a_stop_is_awaited_by_the_next_start() {
		Gate gate = new Gate();
		Pid pid = start(closingThrough(gate).shutdown(Shutdown.within(Duration.ofSeconds(3))));
		var restart = io.triotp.testing.Probe.async(() -> {
			this.supervisor.terminateChild("r");
			return this.supervisor.restartChild("r");
		});
		gate.awaitReached();
		this.time.awaitParked(Duration.ofSeconds(3));
		this.time.advance(Duration.ofSeconds(3));
		assertThat(exitOf(this.node, pid)).isEqualTo(ExitReason.killed());
		this.time.awaitParked(Duration.ofSeconds(3));
		assertThat(restart.isDone()).isFalse();
		gate.open();
		until(restart::isDone);
		assertThat(this.seen.rest()).containsExactly("1 opened", "1 closed", "2 opened");
	}

	@Test
	void one_that_was_killed_while_it_opened_is_closed_when_it_is_open() {
		Gate gate = new Gate();
		this.supervisor = Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne());
		var started = io.triotp.testing.Probe.async(() -> this.supervisor.startChild(ChildSpec.resource("r", () -> {
			gate.passStubbornly();
			this.seen.tell("opened");
			return () -> this.seen.tell("closed");
		})));
		gate.awaitReached();
		Pid holder = this.node.view()
			.processes()
			.filter((info) -> info.label().filter("sup/r"::equals).isPresent())
			.findFirst()
			.orElseThrow()
			.pid();
		Pid guard = this.node.whereis("guard of sup/r").orElseThrow();
		this.node.kill(holder);
		until(() -> isIn(guard, "awaitClosed"));
		gate.open();
		assertThat(this.seen.await(2)).containsExactly("opened", "closed");
		until(started::isDone);
		until(() -> this.node.whereis("guard of sup/r").isEmpty());
	}

	private boolean isIn(Pid pid, String method) {
		return this.node.host()
			.runner(pid)
			.stream()
			.flatMap((thread) -> Stream.of(thread.getStackTrace()))
			.anyMatch((frame) -> frame.getMethodName().equals(method));
	}

	@Test
	void what_cannot_be_closed_is_said_and_holds_up_nobody() {
		Pid pid = start(ChildSpec.resource("r", () -> () -> {
			throw new java.io.IOException("broken pipe");
		}));
		this.node.kill(pid);
		awaitRestart(pid);
		this.log.await();
		assertThat(this.log.await().getFormattedMessage()).contains("could not be closed", "broken pipe");
	}

	@Test
	void one_whose_supervisor_is_killed_is_closed_before_the_next_supervisor_opens_it() {
		Gate gate = new Gate();
		Supervisor top = Supervisor.start(this.node, "top",
				SupervisorSpec.oneForOne(ChildSpec.supervisor("sup", SupervisorSpec.oneForOne(closingThrough(gate)))));
		Pid below = top.children().getFirst().pid().orElseThrow();
		assertThat(this.seen.await()).isEqualTo("1 opened");
		this.node.kill(below);
		gate.awaitReached();
		this.time.awaitParked(Duration.ofSeconds(5));
		assertThat(this.seen.rest()).isEmpty();
		gate.open();
		assertThat(this.seen.await(2)).containsExactly("1 closed", "2 opened");
	}

	@Test
	void two_at_places_of_the_same_name_do_not_wait_for_each_other() {
		start(closingThrough());
		this.node.unregister("sup");
		Supervisor twin = Supervisor.start(this.node, "sup", SupervisorSpec.oneForOne(closingThrough()));
		assertThat(twin.children().getFirst().pid()).isPresent();
		assertThat(this.seen.rest()).containsExactly("1 opened", "2 opened");
	}

	@Test
	void nothing_is_left_when_it_has_been_closed() {
		start(closingThrough());
		this.supervisor.stop();
		until(() -> this.node.view().processCount() == 0);
		assertThat(this.seen.rest()).containsExactly("1 opened", "1 closed");
		assertThat(this.log.rest()).isEmpty();
	}

}
