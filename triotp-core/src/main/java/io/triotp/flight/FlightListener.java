package io.triotp.flight;

import java.util.Optional;

import io.triotp.process.ExitReason;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeListener;
import io.triotp.process.Pid;
import io.triotp.process.ProcessEvent;
import io.triotp.server.ServerEvent;
import io.triotp.supervisor.GaveUp;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.SupervisorEvent;

/**
 * Writes what happens in a node into the flight recordings that want it. Writes types and
 * numbers, no contents of messages and no texts of exceptions.
 */
final class FlightListener implements NodeListener {

	private final String node;

	private final boolean routine;

	FlightListener(String node, boolean routine) {
		this.node = node;
		this.routine = routine;
	}

	@Override
	public boolean hearsRoutine() {
		return this.routine;
	}

	@Override
	public void onEvent(NodeEvent event) {
		switch (event) {
			case ProcessEvent inProcess -> write(inProcess);
			case SupervisorEvent inTree -> write(inTree);
			case ServerEvent.CallTimedOut late -> write(late);
			default -> {
				// The recorder has nothing for it.
			}
		}
	}

	private void write(ProcessEvent event) {
		switch (event) {
			case ProcessEvent.Started started -> write(started);
			case ProcessEvent.Exited exited -> write(exited);
			case ProcessEvent.DeadLetter letter -> write(letter);
			case ProcessEvent.MailboxHigh high -> write(high);
			case ProcessEvent.HandlerWedged wedged -> write(wedged);
			case ProcessEvent.HandlerFreed freed -> write(freed);
			case ProcessEvent.ZombieFound zombie -> write(zombie);
			case ProcessEvent.MailboxNormal ignored -> {
				// The next look at the mailbox would show it.
			}
		}
	}

	private void write(SupervisorEvent event) {
		switch (event) {
			case SupervisorEvent.ChildStarted started when started.incarnation() > 1 -> write(started);
			case SupervisorEvent.ChildExited exited -> write(exited);
			case SupervisorEvent.SupervisorGaveUp gaveUp -> write(gaveUp);
			default -> {
				// What came of it is written.
			}
		}
	}

	private void write(ProcessEvent.Started event) {
		FlightEvents.ProcessStart made = new FlightEvents.ProcessStart();
		if (made.isEnabled()) {
			made.behaviour = event.behaviour().getName();
			made.commit(this.node, event.path(), event.pid());
		}
	}

	private void write(ProcessEvent.Exited event) {
		FlightEvents.ProcessExit made = new FlightEvents.ProcessExit();
		if (made.isEnabled()) {
			made.behaviour = event.behaviour().getName();
			made.reason = reason(event.reason());
			made.exception = exception(event.reason());
			made.lived = event.lived().toNanos();
			made.commit(this.node, event.path(), event.pid());
		}
	}

	private void write(ProcessEvent.DeadLetter event) {
		FlightEvents.DeadLetter made = new FlightEvents.DeadLetter();
		if (made.isEnabled()) {
			made.message = event.message().getName();
			made.reason = event.reason().name();
			made.sender = path(event.sender());
			made.commit(this.node, event.path(), event.pid());
		}
	}

	private void write(ProcessEvent.MailboxHigh event) {
		FlightEvents.MailboxHigh made = new FlightEvents.MailboxHigh();
		if (made.isEnabled()) {
			made.behaviour = event.behaviour().getName();
			made.size = event.size();
			made.mark = event.mark();
			made.sender = path(event.sender());
			made.commit(this.node, event.path(), event.pid());
		}
	}

	private void write(ProcessEvent.HandlerWedged event) {
		FlightEvents.HandlerWedged made = new FlightEvents.HandlerWedged();
		if (made.isEnabled()) {
			made.behaviour = event.behaviour().getName();
			made.message = event.message();
			made.working = event.working().toNanos();
			made.waitsFor = event.waitsFor().isEmpty() ? "" : event.waitsFor().get(0).path();
			made.frames = String.join("\n", event.frames());
			made.commit(this.node, event.path(), event.pid());
		}
	}

	private void write(ProcessEvent.HandlerFreed event) {
		FlightEvents.HandlerFreed made = new FlightEvents.HandlerFreed();
		if (made.isEnabled()) {
			made.behaviour = event.behaviour().getName();
			made.message = event.message();
			made.working = event.after().toNanos();
			made.ended = event.ended();
			made.commit(this.node, event.path(), event.pid());
		}
	}

	private void write(ProcessEvent.ZombieFound event) {
		FlightEvents.Zombie made = new FlightEvents.Zombie();
		if (made.isEnabled()) {
			made.behaviour = event.behaviour().getName();
			made.message = event.message().map(Class::getName).orElse("");
			made.age = event.age().toNanos();
			made.commit(this.node, event.path(), event.pid());
		}
	}

	private void write(SupervisorEvent.ChildStarted event) {
		FlightEvents.ProcessRestart made = new FlightEvents.ProcessRestart();
		if (made.isEnabled()) {
			made.supervisor = event.place().path();
			made.incarnation = event.incarnation();
			made.commit(this.node, path(event.place(), event.child()), event.process());
		}
	}

	private void write(SupervisorEvent.ChildExited event) {
		FlightEvents.ChildExit made = new FlightEvents.ChildExit();
		if (made.isEnabled()) {
			made.supervisor = event.place().path();
			made.reason = reason(event.reason());
			made.exception = exception(event.reason());
			made.commit(this.node, path(event.place(), event.child()), event.process());
		}
	}

	private void write(SupervisorEvent.SupervisorGaveUp event) {
		FlightEvents.SupervisorGiveUp made = new FlightEvents.SupervisorGiveUp();
		if (made.isEnabled()) {
			GaveUp detail = event.detail();
			made.child = detail.child();
			made.reason = reason(detail.reason());
			made.exception = exception(detail.reason());
			made.maxRestarts = detail.intensity().maxRestarts();
			made.period = detail.intensity().period().toNanos();
			made.commit(this.node, event.place().path(), event.pid());
		}
	}

	private void write(ServerEvent.CallTimedOut event) {
		FlightEvents.CallTimeout made = new FlightEvents.CallTimeout();
		if (made.isEnabled()) {
			made.behaviour = event.behaviour().getName();
			made.request = event.request();
			made.timeout = event.timeout().toNanos();
			made.stage = event.stage().name();
			made.message = event.message().orElse("");
			made.working = event.working().toNanos();
			made.mailboxSize = event.mailboxSize();
			made.caller = path(event.caller());
			made.commit(this.node, event.path(), event.pid());
		}
	}

	private static String path(Optional<Pid> pid) {
		return pid.map(Pid::path).orElse("");
	}

	private static String path(Place supervisor, String child) {
		return supervisor.child(child).path();
	}

	/** No details: they may be what users have entered. */
	private static String reason(ExitReason reason) {
		return switch (reason) {
			case ExitReason.Normal() -> "normal";
			case ExitReason.Shutdown(GaveUp ignored) -> "gave up";
			case ExitReason.Shutdown ignored -> "shutdown";
			case ExitReason.Killed() -> "killed";
			case ExitReason.NoProcess() -> "noproc";
			case ExitReason.NodeDown ignored -> "noconnection";
			case ExitReason.Crash ignored -> "crash";
			case ExitReason.Failure ignored -> "failure";
		};
	}

	private static String exception(ExitReason reason) {
		Throwable exception = reason.exception();
		return (exception != null) ? exception.getClass().getName() : "";
	}

}
