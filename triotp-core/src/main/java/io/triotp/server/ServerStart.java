package io.triotp.server;

import java.time.Duration;

import io.triotp.process.Deadline;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.ProcessRuntime;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;

/**
 * Starts the process of a server and waits until it is up or gone (OTP S1 to S6).
 */
final class ServerStart {

	private ServerStart() {
	}

	static Pid unlinked(ProcessRuntime runtime, GenServer<?, ?, ?> server, ServerOptions options) {
		return start(runtime, server, options, false);
	}

	static Pid linked(ProcessRuntime runtime, GenServer<?, ?, ?> server, ServerOptions options) {
		return start(runtime, server, options, true);
	}

	private static Pid start(ProcessRuntime runtime, GenServer<?, ?, ?> server, ServerOptions options, boolean linked) {
		StartLatch latch = new StartLatch();
		ServerLoop<?, ?, ?> loop = new ServerLoop<>(server, latch);
		String label = (options.label() != null) ? options.label() : options.name();
		SpawnOptions spawn = new SpawnOptions(options.name(), label, linked, options.mailbox());
		Duration timeout = (options.startTimeout() != null) ? options.startTimeout() : runtime.options().startTimeout();
		String who = ((label != null) ? label + " " : "") + "(" + server.getClass().getName() + ")";
		Pid pid;
		// Noted before there is a process, so that its init cannot be too early to see
		// it.
		runtime.startWaiting(latch);
		try {
			pid = runtime.spawn(spawn, loop);
			if (!latch.await(Deadline.in(timeout, runtime.time()))) {
				abandon(runtime, pid, linked);
				throw new StartException.TimedOut(who, timeout);
			}
		}
		finally {
			runtime.stopWaiting();
		}
		ExitReason failure = latch.failure();
		if (failure != null) {
			throw latch.hasIgnored() ? new StartException.Ignored(who) : new StartException.Failed(who, failure);
		}
		return pid;
	}

	private static void abandon(ProcessRuntime runtime, Pid pid, boolean linked) {
		Self starter = Self.currentOrNull();
		if (linked && starter != null && starter.alive()) {
			starter.unlink(pid);
		}
		runtime.kill(pid);
	}

}
