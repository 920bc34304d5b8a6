package io.triotp.server;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import io.triotp.process.Behaviour;
import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.MessageKind;
import io.triotp.process.MonitorRef;
import io.triotp.process.Observers;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import io.triotp.process.Traces;
import io.triotp.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Starts the process of a server and waits until it is up or gone (OTP S1 to S6).
 */
final class ServerStart {

	private ServerStart() {
	}

	static Pid unlinked(BehaviourHost node, GenServer<?, ?, ?> server, ServerOptions options) {
		return start(node, server, options, false, node::spawn);
	}

	static Pid linked(BehaviourHost node, GenServer<?, ?, ?> server, ServerOptions options) {
		return start(node, server, options, true, node::spawn);
	}

	static MonitorRef monitored(BehaviourHost node, GenServer<?, ?, ?> server, ServerOptions options) {
		AtomicReference<MonitorRef> monitor = new AtomicReference<>();
		start(node, server, options, false, (spawn, loop) -> {
			MonitorRef made = node.spawnMonitor(spawn, loop);
			monitor.setPlain(made);
			return made.target();
		});
		return monitor.getPlain();
	}

	private static Pid start(BehaviourHost node, GenServer<?, ?, ?> server, ServerOptions options, boolean linked,
			Spawn how) {
		Objects.requireNonNull(server, "server");
		Objects.requireNonNull(options, "options");
		Self caller = Self.currentOrNull();
		Observers observers = node.observers();
		if (observers == null) {
			return start(node, server, options, linked, how, caller, Starting::new);
		}
		Class<?> code = (server instanceof StandIn other) ? other.code() : server.getClass();
		String label = label(options);
		Traces traces = observers.sending(MessageKind.START, code, caller, (label != null) ? label : code.getName());
		Supplier<Pid> start = () -> start(node, server, options, linked, how, caller,
				(latch) -> new ObservedStarting(latch, observers, traces));
		return (traces != null) ? traces.around(start) : start.get();
	}

	private static @Nullable String label(ServerOptions options) {
		return (options.label() != null) ? options.label() : options.name();
	}

	private static Pid start(BehaviourHost node, GenServer<?, ?, ?> server, ServerOptions options, boolean linked,
			Spawn how, @Nullable Self caller, Function<StartLatch, Starting> starting) {
		StartLatch latch = new StartLatch(node, caller);
		ServerLoop<?, ?, ?> loop = new ServerLoop<>(server, starting.apply(latch));
		String label = label(options);
		SpawnOptions spawn = new SpawnOptions(options.name(), label, linked, options.mailbox());
		Duration timeout = (options.startTimeout() != null) ? options.startTimeout() : node.options().startTimeout();
		Pid pid;
		// Noted before there is a process, so that its init always sees it.
		node.startWaiting(caller, latch);
		try {
			pid = how.spawn(spawn, loop);
			if (!latch.await(Deadline.after(timeout, node.time())) && latch.giveUp()) {
				latch.muteStart(pid);
				StackTraceElement[] place = node.runner(pid)
					.map(Thread::getStackTrace)
					.orElseGet(() -> new StackTraceElement[0]);
				node.kill(pid);
				String who = who(label, loop, latch);
				boolean begun = latch.hasBegun() || place.length > 0;
				throw begun ? StartException.TimedOut.during(who, timeout, place)
						: StartException.TimedOut.before(who, timeout);
			}
		}
		finally {
			node.stopWaiting(caller);
		}
		ExitReason failure = latch.failure();
		if (failure != null) {
			String who = who(label, loop, latch);
			throw latch.hasIgnored() ? new StartException.Ignored(who) : new StartException.Failed(who, failure);
		}
		return pid;
	}

	/** Asks the server nothing: what it says may be what hangs. */
	private static String who(@Nullable String label, ServerLoop<?, ?, ?> loop, StartLatch latch) {
		Class<?> reported = latch.reported();
		return (loop.isUnmade() ? "the supplier of " : "init of ") + ((label != null) ? label + " " : "") + "("
				+ ((reported != null) ? reported : loop.type()).getName() + ")";
	}

	@FunctionalInterface
	private interface Spawn {

		Pid spawn(SpawnOptions options, Behaviour behaviour);

	}

}
