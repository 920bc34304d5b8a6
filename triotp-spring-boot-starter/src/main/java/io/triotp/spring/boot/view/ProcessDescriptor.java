package io.triotp.spring.boot.view;

import java.time.Instant;
import java.util.List;

import io.triotp.process.ProcessInfo;
import io.triotp.spring.boot.view.EventsDescriptor.EventDescriptor;
import io.triotp.spring.boot.view.TreeDescriptor.Kind;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * One place of a tree: its process, if it has one, and what has happened there. What has
 * no value is left out.
 *
 * @param generatedAt when it was looked at
 * @param id the process, or the place if it has none
 * @param path the place, or the class of a process without one
 * @param kind what it is
 * @param behavior the class of its code, unless it is a supervisor
 * @param state what its process is doing
 * @param place what its supervisor says of the place
 * @param names the names its process is registered under
 * @param startedAt when its process was started
 * @param handled how many messages that has handled
 * @param current what it is working on
 * @param mailbox what waits for it
 * @param durable what is stored of it, if it is a durable server
 * @param supervisor the supervisor above it
 * @param links the processes it is linked to
 * @param monitors the processes it monitors
 * @param monitoredBy the processes that monitor it
 * @param timers how many of its timers run
 * @param thread the thread that runs it now
 * @param stack where its code is now, innermost first
 * @param serverState what it holds, if that was asked for
 * @param unsupported what the JVM does not tell of a process
 * @param crashes how often a process in this place has crashed, as far as remembered
 * @param restarts how often one was started again, as far as remembered
 * @param lastEvents what has happened here last, newest first
 */
public record ProcessDescriptor(Instant generatedAt, String id, String path, Kind kind, @Nullable String behavior,
		ProcessInfo.@Nullable State state, @Nullable PlaceDescriptor place, @Nullable List<String> names,
		@Nullable Instant startedAt, @Nullable Long handled, @Nullable CurrentDescriptor current,
		@Nullable MailboxDescriptor mailbox, @Nullable DurableDescriptor durable,
		@Nullable SupervisorDescriptor supervisor, @Nullable PeersDescriptor links, @Nullable PeersDescriptor monitors,
		@Nullable PeersDescriptor monitoredBy, @Nullable Integer timers, @Nullable ThreadDescriptor thread,
		@Nullable List<String> stack, @Nullable StateDescriptor serverState, List<String> unsupported, long crashes,
		long restarts, List<EventDescriptor> lastEvents) implements View {

	@Override
	public String toText() {
		return new ProcessText(this).toString();
	}

	/**
	 * What a supervisor says of a place.
	 *
	 * @param state what the place is doing
	 * @param restart its restart rule
	 * @param shutdown how it is stopped
	 * @param significant whether its end may end the supervisor
	 * @param incarnation how often it was started
	 * @param restarts how often it was restarted because it had ended
	 * @param restartAt when it is started again
	 * @param lastExit why it ended the last time
	 */
	public record PlaceDescriptor(PlaceState state, Restart restart, String shutdown, boolean significant,
			int incarnation, int restarts, @Nullable Instant restartAt, @Nullable ExitDescriptor lastExit) {
	}

	/**
	 * What a process is working on.
	 *
	 * @param message the class of the message; none while it is in its {@code init} or
	 * {@code terminate}
	 * @param seconds how long, within about half a second
	 * @param waitsFor the processes it waits for: the first is what it waits for itself,
	 * the next what that waits for, and so on
	 */
	public record CurrentDescriptor(@Nullable String message, @Nullable Double seconds,
			@Nullable List<PeerDescriptor> waitsFor) {
	}

	/**
	 * What a server holds.
	 *
	 * @param type the class of what it shows of its state
	 * @param value what it shows, as maps, lists, texts and numbers; what must not be
	 * seen is masked
	 * @param unavailable why it is not shown
	 */
	public record StateDescriptor(@Nullable String type, @Nullable Object value, @Nullable String unavailable) {

		/**
		 * {@return that it is not shown}
		 * @param why why not
		 */
		public static StateDescriptor unavailable(String why) {
			return new StateDescriptor(null, null, why);
		}

	}

	/**
	 * What waits in a mailbox.
	 *
	 * @param size how many messages
	 * @param capacity how many may wait, if that is limited
	 * @param overflow what happens to one that does not fit
	 * @param oldestAtLeastSeconds how long the oldest has waited at least, if known
	 * @param messages how many of each class wait, most first
	 */
	public record MailboxDescriptor(int size, @Nullable Integer capacity, @Nullable String overflow,
			@Nullable Double oldestAtLeastSeconds, List<MessagesDescriptor> messages) {
	}

	/**
	 * Messages of one class that wait.
	 *
	 * @param type their class
	 * @param count how many
	 */
	public record MessagesDescriptor(String type, int count) {
	}

	/**
	 * The supervisor of a place.
	 *
	 * @param id its process
	 * @param path its place
	 * @param strategy who is restarted with whom
	 * @param restartsInPeriod how many restarts count now
	 * @param maxRestarts how many it allows
	 */
	public record SupervisorDescriptor(String id, String path, @Nullable Strategy strategy,
			@Nullable Integer restartsInPeriod, @Nullable Integer maxRestarts) {
	}

	/**
	 * Other processes.
	 *
	 * @param total how many
	 * @param some some of them
	 */
	public record PeersDescriptor(int total, List<PeerDescriptor> some) {
	}

	/**
	 * Another process.
	 *
	 * @param id the process
	 * @param path its place, or its class if it has no label
	 */
	public record PeerDescriptor(String id, String path) {
	}

	/**
	 * A thread.
	 *
	 * @param id its number in the JVM
	 * @param name its name
	 * @param virtual whether it is a virtual one
	 * @param state what it is doing
	 */
	public record ThreadDescriptor(long id, String name, boolean virtual, Thread.State state) {
	}

}
