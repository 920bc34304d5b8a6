package io.triotp.server;

import java.time.Duration;
import java.util.Optional;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.process.ReportName;
import io.triotp.server.ServerEvent.Stage;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * What a call that was given up because its time was over leaves on the side of the
 * server, which would never hear of it: a count, a line in the log, an event.
 *
 * @param node where the server lives
 * @param server the server
 * @param request the request
 * @param caller the calling process, if it is one
 * @param timeout how long the caller waited
 * @param stage where the call is
 */
record CallTimeout(BehaviourHost node, Pid server, Object request, @Nullable Pid caller, Duration timeout,
		Stage stage) {

	/** On the thread of the caller, whose failure this must not replace. */
	void leaveTrace() {
		try {
			// The server may have ended just now: then it has nothing to hear.
			this.node.view().info(this.server).ifPresent(this::leaveTrace);
		}
		catch (Throwable ex) {
			// Memory may be short.
		}
	}

	private void leaveTrace(ProcessInfo info) {
		this.node.countCallTimeout(this.server, this.request, this.timeout, () -> where(info));
		if (this.node.events().hasListeners()) {
			this.node.events()
				.publish(info.path(), (stamp) -> new ServerEvent.CallTimedOut(stamp, this.server, info.behaviour(),
						ReportName.of(this.request), this.timeout, this.stage, info.current().map(ReportName::of),
						info.working().orElse(Duration.ZERO), info.mailboxSize(), Optional.ofNullable(this.caller)));
		}
	}

	private String where(ProcessInfo info) {
		String call = switch (this.stage) {
			case QUEUED -> "the call waits in its mailbox";
			case HANDLED -> "it works on that";
			case DEFERRED -> "it has put the answer off";
		};
		return call + from() + doing(info) + ", and " + info.mailboxSize() + " messages wait";
	}

	private String from() {
		return (this.caller != null) ? " (from " + this.caller.path() + ")" : "";
	}

	private String doing(ProcessInfo info) {
		String working = info.working().map((each) -> ", for " + TimeText.of(each) + " now").orElse("");
		return (this.stage == Stage.HANDLED) ? working
				: info.current()
					.filter((message) -> info.state() != ProcessInfo.State.SUSPENDED)
					.map((message) -> ", the server works on a " + ReportName.of(message) + working)
					.orElse(", the server is " + info.state());
	}

}
