package io.triotp.virtual;

import io.triotp.durable.Durability;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.supervisor.ChildContext;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStart;
import io.triotp.supervisor.ChildTemplate;
import io.triotp.supervisor.OwnInterceptor;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.StartFunction;
import io.triotp.supervisor.StartedChild;
import org.jspecify.annotations.Nullable;

/**
 * The template of virtual servers: that of the user, and whoever sends to them is told of
 * each start.
 *
 * @param plain the template of the user
 * @param residents who is told
 * @param durability how the state of the servers is stored, {@code null} if it is not
 */
record VirtualTemplate(ChildTemplate plain, Residents residents,
		@Nullable Durability<?> durability) implements ChildTemplate {

	@Override
	public ChildSpec child(String id, Object... arguments) {
		ChildSpec made = this.plain.child(id, arguments);
		if (made.restart() == Restart.PERMANENT) {
			throw new IllegalArgumentException("The server of '" + id + "' is permanent, but one that is let go when "
					+ "it is idle must not be started again: make it transient");
		}
		if (!(made.start().plain() instanceof ChildStart.Server)) {
			throw new IllegalArgumentException(
					"The child of '" + id + "' is no generic server, and only that is let go when it is idle");
		}
		OwnInterceptor telling = this::start;
		ChildSpec named = made.id(id).name(this.residents.called(id));
		return ((this.durability != null) ? durable(named, id, this.durability) : named).intercept(telling);
	}

	private static ChildSpec durable(ChildSpec plain, String id, Durability<?> durability) {
		return plain.withServer((server) -> durability.startedFirst(id, server));
	}

	private StartedChild start(ChildContext context, StartFunction next) throws Exception {
		StartedChild started = next.start(context);
		Pid pid = started.pid();
		boolean told = false;
		try {
			this.residents.runs(context.id(), pid);
			told = true;
		}
		finally {
			if (!told) {
				// Nobody else knows of it.
				Self.current().processes().kill(pid);
			}
		}
		return started;
	}

}
