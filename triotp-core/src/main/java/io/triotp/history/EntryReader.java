package io.triotp.history;

import java.util.Optional;
import java.util.stream.Collectors;

import io.triotp.application.ApplicationEvent;
import io.triotp.durable.StoreEvent;
import io.triotp.operator.OperatorEvent;
import io.triotp.process.ExitReason;
import io.triotp.process.NodeEvent;
import io.triotp.process.Pid;
import io.triotp.process.ProcessEvent;
import io.triotp.process.SafeText;
import io.triotp.resource.ProbeFailed;
import io.triotp.server.ServerEvent;
import io.triotp.supervisor.GaveUp;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of events. Calls code of users, so no lock may be held.
 */
final class EntryReader {

	private EntryReader() {
	}

	/**
	 * {@return the entry of an event, {@code null} if it is not worth one}
	 */
	static @Nullable HistoryEntry read(NodeEvent event) {
		return switch (event) {
			case SupervisorEvent inTree -> read(inTree);
			case ApplicationEvent application -> read(application);
			case OperatorEvent asked -> read(asked);
			case ProbeFailed failed -> entry(failed, HistoryEntry.Type.PROBE_FAILED, failed.path(), failed.pid())
				.because(CauseReader.read(ExitReason.failure(failed.finding())))
				.saying(failed.failed() + " of " + failed.allowed());
			case StoreEvent.Down down -> entry(down, HistoryEntry.Type.STORE_DOWN, down.path(), null)
				.saying("for " + TimeText.of(down.failingFor()) + ": " + down.error());
			case StoreEvent.Up up ->
				entry(up, HistoryEntry.Type.STORE_UP, up.path(), null).saying("after " + TimeText.of(up.after()));
			case ProcessEvent.MailboxHigh high -> entry(high, HistoryEntry.Type.MAILBOX_HIGH, high.path(), high.pid())
				.saying(high.size() + " messages wait, the high-water mark is " + high.mark()
						+ high.sender().map((sender) -> "; the last came from " + sender.path()).orElse(""));
			case ProcessEvent.HandlerWedged wedged ->
				entry(wedged, HistoryEntry.Type.WEDGED, wedged.path(), wedged.pid()).saying(
						wedged.message() + " for " + TimeText.of(wedged.working()) + waits(wedged) + frames(wedged));
			case ProcessEvent.HandlerFreed freed ->
				entry(freed, HistoryEntry.Type.FREED, freed.path(), freed.pid()).saying(freed.message() + ", after "
						+ TimeText.of(freed.after()) + (freed.ended() ? "; it has ended" : ""));
			case ProcessEvent.MailboxNormal normal ->
				entry(normal, HistoryEntry.Type.MAILBOX_OK, normal.path(), normal.pid())
					.saying(normal.size() + " messages wait, after " + TimeText.of(normal.after()));
			default -> null;
		};
	}

	private static String waits(ProcessEvent.HandlerWedged wedged) {
		return wedged.waitsFor()
			.stream()
			.map(Pid::path)
			.collect(
					Collectors.joining(", which waits for ", wedged.waitsFor().isEmpty() ? "" : "; it waits for ", ""));
	}

	private static String frames(ProcessEvent.HandlerWedged wedged) {
		return wedged.frames()
			.stream()
			.collect(Collectors.joining("\n\tat ", wedged.frames().isEmpty() ? "" : "\n\tat ", ""));
	}

	private static @Nullable HistoryEntry read(SupervisorEvent event) {
		return switch (event) {
			case SupervisorEvent.ChildExited exited when exited
				.reason() instanceof ExitReason.Shutdown(GaveUp ignored) ->
				// It has said so itself.
				null;
			case SupervisorEvent.ChildExited exited -> entry(exited,
					exited.reason().isAbnormal() ? HistoryEntry.Type.PROCESS_CRASHED : HistoryEntry.Type.PROCESS_EXITED,
					path(exited.place(), exited.child()), exited.process())
				.because(CauseReader.read(exited.reason()));
			case SupervisorEvent.ChildStarted started when started.incarnation() > 1 ->
				entry(started, HistoryEntry.Type.PROCESS_RESTARTED, path(started.place(), started.child()),
						started.process())
					.as(started.incarnation());
			case SupervisorEvent.ChildStarted ignored -> null;
			case SupervisorEvent.RestartGranted granted ->
				entry(granted, HistoryEntry.Type.RESTART_GRANTED, path(granted.place(), granted.child()), null)
					.saying(granted.counted() + " of " + granted.intensity());
			case SupervisorEvent.StartDelayed delayed ->
				entry(delayed, HistoryEntry.Type.START_DELAYED, path(delayed.place(), delayed.child()), null)
					.waiting(delayed.delay());
			case SupervisorEvent.StartFailed failed ->
				entry(failed, HistoryEntry.Type.START_FAILED, path(failed.place(), failed.child()), null)
					.because(CauseReader.read(failed.reason()));
			case SupervisorEvent.SupervisorGaveUp gaveUp -> read(gaveUp, gaveUp.detail());
		};
	}

	private static HistoryEntry read(SupervisorEvent.SupervisorGaveUp event, GaveUp gaveUp) {
		String path = event.place().isApplicationMaster() ? gaveUp.child() : event.supervisor();
		return entry(event, HistoryEntry.Type.SUPERVISOR_GAVE_UP, path, event.pid())
			.because(CauseReader.read(gaveUp.reason()))
			.saying("more than " + gaveUp.intensity().maxRestarts() + " restarts within "
					+ TimeText.of(gaveUp.intensity().period()) + ", last '" + SafeText.of(gaveUp.child()) + "'");
	}

	private static HistoryEntry read(ApplicationEvent event) {
		return switch (event) {
			case ApplicationEvent.Started started ->
				entry(started, HistoryEntry.Type.APPLICATION_STARTED, started.application(), started.pid());
			case ApplicationEvent.Stopped stopped ->
				entry(stopped, HistoryEntry.Type.APPLICATION_STOPPED, stopped.application(), stopped.pid());
			case ApplicationEvent.Ended ended ->
				entry(ended, HistoryEntry.Type.APPLICATION_ENDED, ended.application(), ended.pid())
					.because(CauseReader.read(ended.reason()));
			case ApplicationEvent.Failed failed ->
				entry(failed, HistoryEntry.Type.APPLICATION_FAILED, failed.application(), failed.pid())
					.because(CauseReader.read(failed.reason()));
		};
	}

	private static HistoryEntry read(OperatorEvent event) {
		return switch (event) {
			case OperatorEvent.Asked asked -> entry(asked, HistoryEntry.Type.ADMIN_ACTION, asked.child(), asked.pid())
				.saying(asked.action() + " by " + asked.who() + (asked.why().isEmpty() ? "" : ": " + asked.why()));
			case OperatorEvent.Failed failed ->
				entry(failed, HistoryEntry.Type.ADMIN_ACTION_FAILED, failed.child(), failed.pid())
					.saying(failed.action() + " by " + failed.who() + ": " + failed.failure());
		};
	}

	/**
	 * {@return the entry for a message that was lost, and others of its kind before}
	 */
	static HistoryEntry read(ProcessEvent.DeadLetter letter, LostMessages all) {
		return entry(letter, HistoryEntry.Type.DEAD_LETTERS, letter.path(), letter.pid())
			.saying(all.count() + " of type " + all.message() + " not handled so far: " + all.reason()
					+ letter.sender().map((sender) -> "; the last came from " + sender.path()).orElse(""));
	}

	/**
	 * {@return the entry for a call that was not answered in time, and others of its kind
	 * before}
	 */
	static HistoryEntry read(ServerEvent.CallTimedOut call, long count) {
		String where = switch (call.stage()) {
			case QUEUED -> " in the mailbox";
			case HANDLED -> ", and the server had begun";
			case DEFERRED -> ", and the server owed the answer";
		};
		return entry(call, HistoryEntry.Type.CALL_TIMEOUT, call.path(), call.pid())
			.saying(count + " of type " + call.request() + " not answered in time so far; the last waited "
					+ TimeText.of(call.timeout()) + where
					+ call.message()
						.map((message) -> "; it worked on " + message + " for " + TimeText.of(call.working()))
						.orElse("")
					+ "; " + call.mailboxSize() + " messages waited"
					+ call.caller().map((caller) -> "; it came from " + caller.path()).orElse(""));
	}

	private static HistoryEntry entry(NodeEvent event, HistoryEntry.Type type, String path, @Nullable Pid process) {
		return new HistoryEntry(event.sequence(), event.at(), type, path, (process != null) ? process.id() : 0, 0,
				Optional.empty(), Optional.empty(), "");
	}

	private static String path(Place supervisor, String child) {
		return supervisor.child(child).path();
	}

}
