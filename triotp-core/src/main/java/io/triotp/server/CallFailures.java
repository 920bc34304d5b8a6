package io.triotp.server;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.Explanation;
import io.triotp.process.MailboxFullException;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.ReportName;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * Makes every {@link CallException}, so that the texts of failed calls are in one place:
 * those about one call, and static ones about anything else.
 *
 * @param request the request; texts name only its type
 * @param server the reference it was sent through; texts show it
 */
record CallFailures(Object request, Object server) {

	// one call

	CallException.NoServer noSuchName() {
		return new CallException.NoServer(
				call() + " failed: noproc, " + ((this.server instanceof KeyedRef<?>)
						? "the supervisor of these servers does not run" : "nobody is registered under this name"),
				why(this.server));
	}

	CallException.NoServer noSuchProcess() {
		return new CallException.NoServer(call() + " failed: noproc, there is no such process", why(this.server));
	}

	/** Nothing for a server that was asked for by its pid. */
	private static @Nullable Explanation why(Object server) {
		return (server instanceof ServerRef<?> reference) ? reference.whyNobody() : null;
	}

	CallException.ServerExited serverExited(ExitReason reason) {
		return new CallException.ServerExited(call() + " failed: the server ended before it answered: " + reason,
				reason);
	}

	CallException.Rejected refused(MailboxFullException cause) {
		return new CallException.Rejected(call() + " was refused: " + cause.getMessage());
	}

	CallException.Rejected dropped() {
		return new CallException.Rejected(call() + " was dropped: the mailbox of the server is full");
	}

	CallException.TimedOut abandoned(Duration timeout) {
		return new CallException.TimedOut(call() + " has already been abandoned; its reply is dropped", timeout);
	}

	/** Sets the interrupt flag again. */
	CallException.Interrupted interrupted() {
		return interrupted(call() + " was interrupted");
	}

	CallException.WouldDeadlock wouldDeadlock(BehaviourHost node, List<Pid> circle) {
		return new CallException.WouldDeadlock(call()
				+ " would never be answered, these processes would wait for each other: " + describe(node, circle),
				circle);
	}

	private static String describe(BehaviourHost node, List<Pid> circle) {
		return circle.stream()
			.map((each) -> node.view()
				.info(each)
				.flatMap((info) -> info.label())
				.map((label) -> label + " " + each)
				.orElse(each.toString()))
			.collect(Collectors.joining(" -> "));
	}

	/**
	 * {@return the exception to throw when the server answered with one} Throws it itself
	 * if it is an {@link Error}.
	 */
	RuntimeException raised(Throwable error) {
		if (error instanceof RuntimeException unchecked) {
			return unchecked;
		}
		if (error instanceof Error fatal) {
			throw fatal;
		}
		return new CallException.Raised(call() + " was answered with " + error, error);
	}

	/**
	 * {@return a timeout that says where the time went and what the server is doing now}
	 * @param timeout how long the call waited
	 * @param node where the server lives
	 * @param pid the server, or who sees to its start; {@code null} if neither is known
	 * @param sentAt when the call was sent
	 * @param takenAt when the server began to work on it, 0 if it has not
	 */
	CallException.TimedOut timedOut(Duration timeout, BehaviourHost node, @Nullable Pid pid, long sentAt,
			long takenAt) {
		if (pid == null || (takenAt == 0 && this.server instanceof KeyedRef<?> keyed && keyed.isStarting(pid))) {
			return new CallException.TimedOut(call() + " timed out after " + TimeText.of(timeout)
					+ ": the server was being started, or waits for its restart. The request will be skipped, unless "
					+ "the server handles abandoned ones", timeout);
		}
		String present = node.view()
			.info(pid)
			.map((info) -> " has " + info.mailboxSize() + " messages waiting and is now " + present(info))
			.orElse(" has ended");
		return new CallException.TimedOut(call() + " timed out after " + TimeText.of(timeout) + ": "
				+ past(sentAt, takenAt, node.time().nanoTime()) + "; " + pid + present
				+ ((takenAt != 0) ? ". The server goes on with the request"
						: ". The request will be skipped, unless the server handles abandoned ones"),
				timeout);
	}

	/**
	 * {@return the failure of a call that had less time than it was told, because it was
	 * made while another call was handled}
	 * @param failure what came of it, {@code null} if there was no time left to make it
	 * @param left how much time there was
	 */
	CallException.TimedOut outOfTime(CallException.@Nullable TimedOut failure, Duration left) {
		String what = (failure != null) ? failure.getMessage() : call() + " was not made: there is no time left";
		return new CallException.TimedOut(
				what + ". Whoever called the caller waits no longer than that (Self.deadline())", left, true);
	}

	private static String past(long sentAt, long takenAt, long now) {
		if (takenAt == 0) {
			return nanos(now - sentAt) + " in the queue";
		}
		return nanos(takenAt - sentAt) + " in the queue, then " + nanos(now - takenAt)
				+ " with the server without an answer";
	}

	private static String nanos(long nanos) {
		return TimeText.of(Duration.ofNanos(nanos));
	}

	private static String present(ProcessInfo info) {
		// It may still be at the end of the request that has suspended it.
		return info.current()
			.filter((current) -> info.state() != ProcessInfo.State.SUSPENDED)
			.map((current) -> "working on a " + ReportName.of(current))
			.orElseGet(() -> idle(info.state()));
	}

	private static String idle(ProcessInfo.State state) {
		return switch (state) {
			case STARTING -> "starting: its init has not returned";
			case WAITING -> "waiting for messages";
			case RUNNABLE -> "waiting for a carrier thread: all that run virtual threads are busy or pinned";
			case RUNNING -> "between two messages";
			case SUSPENDED -> "suspended, until somebody calls Sys.resume";
			case EXITING -> "ending";
		};
	}

	private String call() {
		return "Call of " + ReportName.of(this.request) + " to " + this.server;
	}

	// many calls

	static CallException.TimedOut noneAnswered(int calls, Duration timeout) {
		return new CallException.TimedOut("None of " + calls + " requests was answered within " + TimeText.of(timeout)
				+ "; all of them are abandoned", timeout);
	}

	/** Sets the interrupt flag again. */
	static CallException.Interrupted waitingInterrupted(int calls) {
		return interrupted("Waiting for " + calls + " replies was interrupted");
	}

	static IllegalArgumentException otherRequest(Object asked, Object given) {
		String mine = ReportName.of(asked);
		String other = ReportName.of(given);
		return new IllegalArgumentException(mine.equals(other)
				? "This caller asked with another object of " + mine
						+ ", even if the two are equal: pass the very object that handleCall got"
				: "This caller asked with a " + mine + ", not with a " + other
						+ ": pass the very object that handleCall got");
	}

	// stopping

	static CallException.NoServer notRunning(Object server) {
		return new CallException.NoServer("Cannot stop " + server + ": noproc, it is not running", why(server));
	}

	static CallException.WouldDeadlock ownEnd(Object server, Pid self) {
		return new CallException.WouldDeadlock(server + " cannot wait for its own end; return stop(state) instead",
				List.of(self, self));
	}

	static CallException.TimedOut notEnded(Object server, Duration timeout) {
		return new CallException.TimedOut(
				server + " did not end within " + TimeText.of(timeout) + "; it will after its current handler",
				timeout);
	}

	static CallException.ServerExited endedOtherwise(Object server, ExitReason wanted, ExitReason actual) {
		return new CallException.ServerExited(server + " was to stop with '" + wanted + "' but ended with: " + actual,
				actual);
	}

	/** Sets the interrupt flag again. */
	static CallException.Interrupted stopInterrupted(Object server) {
		return interrupted("Waiting for the end of " + server + " was interrupted");
	}

	// system requests

	static CallException.NoServer noSuchName(String request, Object server) {
		return new CallException.NoServer(
				"Call of " + request + " to " + server + " failed: noproc, nobody is registered under this name",
				why(server));
	}

	static CallException.CallbackFailed stateNotReplaced(Class<?> type, Pid pid, Throwable cause) {
		return new CallException.CallbackFailed("Replacing the state of " + type.getName() + " " + pid
				+ " failed, it is unchanged: the function threw " + cause.getClass().getName(), cause);
	}

	static CallException.CallbackFailed stateNotFormatted(Class<?> type, Pid pid, Throwable cause) {
		return new CallException.CallbackFailed("What may be seen of the state of " + type.getName() + " " + pid
				+ " could not be made: its formatStatus or what was asked for threw " + cause.getClass().getName(),
				cause);
	}

	private static CallException.Interrupted interrupted(String text) {
		Thread.currentThread().interrupt();
		return new CallException.Interrupted(text);
	}

	static IllegalStateException returnedNull(String callback) {
		return new IllegalStateException(callback + " returned null instead of a result");
	}

}
