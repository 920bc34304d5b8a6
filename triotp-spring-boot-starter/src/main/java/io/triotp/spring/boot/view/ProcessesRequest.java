package io.triotp.spring.boot.view;

import java.util.Locale;
import java.util.Objects;

import io.triotp.process.ProcessInfo;
import io.triotp.spring.boot.view.TreeDescriptor.Kind;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * Which processes to show, and in which order. A limit beyond its range is cut to it.
 *
 * @param sort what to sort by
 * @param descending whether the greatest come first
 * @param limit how many, 1 to 500
 * @param filter which
 * @param cursor where the last page ended, {@code null} for the first
 */
public record ProcessesRequest(ProcessSort sort, boolean descending, int limit, Filter filter,
		@Nullable String cursor) {

	/** How many processes are shown by default. */
	public static final int DEFAULT_LIMIT = 50;

	/** How many processes can be shown. */
	public static final int MAX_LIMIT = 500;

	/** How long a text to search for can be. */
	public static final int MAX_SEARCH = 100;

	public ProcessesRequest {
		Objects.requireNonNull(sort, "sort");
		Objects.requireNonNull(filter, "filter");
		limit = Math.clamp(limit, 1, MAX_LIMIT);
	}

	/**
	 * {@return a request for the processes with the fullest mailboxes}
	 */
	public static ProcessesRequest fullest() {
		return new ProcessesRequest(ProcessSort.MAILBOX, true, DEFAULT_LIMIT, Filter.ALL, null);
	}

	/**
	 * Which processes are wanted. What is {@code null} does not matter.
	 *
	 * @param text what its path or its class must contain, in any case
	 * @param state what it must be doing
	 * @param kind what it must be
	 * @param application the application it must belong to
	 * @param parent the id of the process that must have started it
	 * @param minMailbox how many messages must wait at least
	 */
	public record Filter(@Nullable String text, ProcessInfo.@Nullable State state, @Nullable Kind kind,
			@Nullable String application, @Nullable String parent, @Nullable Integer minMailbox) {

		/** Wants all. */
		public static final Filter ALL = new Filter(null, null, null, null, null, null);

		/** What costs least is looked at first. */
		boolean wants(ProcessInfo process) {
			return (this.minMailbox == null || process.mailboxSize() >= this.minMailbox)
					&& (this.state == null || process.state() == this.state)
					&& (this.kind == null || kindOf(process) == this.kind)
					&& (this.parent == null || process.parent().map(NodeId::of).filter(this.parent::equals).isPresent())
					&& (this.application == null || isIn(process.path(), this.application))
					&& (this.text == null || contains(process, this.text.toLowerCase(Locale.ROOT)));
		}

		private static boolean isIn(String path, String application) {
			return path.startsWith(application)
					&& (path.length() == application.length() || path.charAt(application.length()) == '/');
		}

		private static boolean contains(ProcessInfo process, String wanted) {
			return process.path().toLowerCase(Locale.ROOT).contains(wanted)
					|| process.behaviour().getName().toLowerCase(Locale.ROOT).contains(wanted);
		}

	}

	static Kind kindOf(ProcessInfo process) {
		if (!Supervisor.isSupervisor(process)) {
			return Kind.WORKER;
		}
		return DynamicSupervisor.isDynamicSupervisor(process) ? Kind.DYNAMIC_SUPERVISOR : Kind.SUPERVISOR;
	}

}
