package io.triotp.spring.boot.view;

import java.time.Duration;

import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.server.CallException;
import io.triotp.server.Sys;
import io.triotp.spring.boot.view.ProcessDescriptor.StateDescriptor;
import io.triotp.spring.boot.view.TreeDescriptor.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server for its state. The only thing a process is asked for: a state may change
 * while somebody else looks at it, so its own process has to make what is shown.
 */
final class StateReader {

	/** One that has not answered by then is at work. */
	private static final Duration PATIENCE = Duration.ofMillis(500);

	private final Node node;

	StateReader(Node node) {
		this.node = node;
	}

	StateDescriptor read(Pid pid, Kind kind, Mask mask) {
		if (kind != Kind.WORKER) {
			return StateDescriptor.unavailable("a supervisor has no state but its children");
		}
		try {
			return Sys.of(this.node, pid).within(PATIENCE).formatState((state) -> describe(state, mask));
		}
		catch (CallException.TimedOut ex) {
			return StateDescriptor.unavailable("it has not answered within half a second, it is at work");
		}
		catch (CallException.NoServer | CallException.ServerExited ex) {
			return StateDescriptor.unavailable("it has ended");
		}
		catch (CallException.CallbackFailed ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			return StateDescriptor
				.unavailable("its formatStatus, or what hides values, failed with " + cause.getClass().getName());
		}
		catch (CallException ex) {
			return StateDescriptor.unavailable("it could not be asked: " + ex.getClass().getSimpleName());
		}
		catch (IllegalArgumentException ex) {
			return StateDescriptor.unavailable("it is no server");
		}
	}

	private static StateDescriptor describe(@Nullable Object state, Mask mask) {
		return new StateDescriptor((state != null) ? state.getClass().getName() : null,
				new Rendering(mask).render("", state), null);
	}

}
