package io.triotp.supervisor;

import java.util.Objects;
import java.util.Optional;

import io.triotp.process.Pid;
import org.jspecify.annotations.Nullable;

/**
 * A child that is up.
 *
 * @param pid its process, started with a link by the process of the supervisor or linked
 * to it; the start fails with any other
 * @param supervision its view if it is a supervisor itself, otherwise {@code null}
 */
public record StartedChild(Pid pid, @Nullable SupervisorView supervision) {

	public StartedChild {
		Objects.requireNonNull(pid, "pid");
	}

	/**
	 * {@return a child that supervises nothing}
	 * @param pid its process
	 */
	public static StartedChild worker(Pid pid) {
		return new StartedChild(pid, null);
	}

	/**
	 * {@return its view if it is a supervisor}
	 */
	public Optional<SupervisorView> view() {
		return Optional.ofNullable(this.supervision);
	}

}
