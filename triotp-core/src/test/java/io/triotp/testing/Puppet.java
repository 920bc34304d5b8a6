package io.triotp.testing;

import io.triotp.process.Behaviour;
import io.triotp.process.Envelope;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;
import org.jspecify.annotations.Nullable;

/**
 * A message-driven process that does what it is told: it runs every {@link Command} it
 * gets, and tells of every other message.
 */
public final class Puppet implements Behaviour {

	private final Processes node;

	private final Probe<Object> received = new Probe<>();

	private final Probe<ExitReason> terminated = new Probe<>();

	private Pid pid;

	private Puppet(Processes node) {
		this.node = node;
	}

	/**
	 * {@return a running puppet}
	 * @param node where
	 */
	public static Puppet spawn(Processes node) {
		return spawn(node, SpawnOptions.defaults());
	}

	/**
	 * {@return a running puppet}
	 * @param node where
	 * @param options how
	 */
	public static Puppet spawn(Processes node, SpawnOptions options) {
		Puppet puppet = new Puppet(node);
		puppet.pid = node.host().spawn(options, puppet);
		return puppet;
	}

	/**
	 * {@return its pid}
	 */
	public Pid pid() {
		return this.pid;
	}

	/**
	 * Have it do something, and do not wait.
	 * @param command what
	 */
	public void tell(Command command) {
		this.node.send(this.pid, command);
	}

	/**
	 * {@return what comes of something it does}
	 * @param <T> the type
	 * @param question what it does
	 */
	public <T> T ask(Question<T> question) {
		Probe<Object> answer = new Probe<>();
		tell((self) -> {
			try {
				Object value = question.answer(self);
				answer.tell((value != null) ? value : answer);
			}
			catch (Throwable ex) {
				answer.tell(new Thrown(ex));
			}
			return null;
		});
		Object value = answer.await();
		if (value instanceof Thrown(Throwable cause)) {
			sneak(cause);
		}
		@SuppressWarnings("unchecked")
		T result = (value != answer) ? (T) value : null;
		return result;
	}

	/**
	 * Have it do something, and wait until it is done.
	 * @param action what
	 */
	public void run(Action action) {
		ask((self) -> {
			action.run(self);
			return null;
		});
	}

	/**
	 * Have it trap exits.
	 * @return this
	 */
	public Puppet trapping() {
		run((self) -> self.trapExits(true));
		return this;
	}

	/**
	 * {@return the messages it got}
	 */
	public Probe<Object> received() {
		return this.received;
	}

	/**
	 * {@return the reasons it cleaned up for}
	 */
	public Probe<ExitReason> terminated() {
		return this.terminated;
	}

	/**
	 * {@return why it ended, as soon as it has}
	 */
	public ExitReason exit() {
		return Probe.exitOf(this.node, this.pid);
	}

	@Override
	public @Nullable ExitReason start(Self self) {
		return null;
	}

	@Override
	public @Nullable ExitReason handle(Envelope envelope) throws Exception {
		if (envelope.content() instanceof Command command) {
			return command.run(Self.current());
		}
		this.received.tell(envelope.content());
		return null;
	}

	@Override
	public void terminate(ExitReason reason) {
		this.terminated.tell(reason);
	}

	@Override
	public Class<?> type() {
		return Puppet.class;
	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> void sneak(Throwable cause) throws X {
		throw (X) cause;
	}

	private record Thrown(Throwable cause) {
	}

	/**
	 * Something to do.
	 */
	@FunctionalInterface
	public interface Command {

		/**
		 * Do it.
		 * @param self the puppet
		 * @return {@code null}, or why to end
		 * @throws Exception to crash
		 */
		@Nullable ExitReason run(Self self) throws Exception;

	}

	/**
	 * Something to find out.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	public interface Question<T> {

		/**
		 * {@return the answer}
		 * @param self the puppet
		 * @throws Exception goes to whoever asks
		 */
		@Nullable T answer(Self self) throws Exception;

	}

	/**
	 * Something to do that neither ends nor answers.
	 */
	@FunctionalInterface
	public interface Action {

		/**
		 * Do it.
		 * @param self the puppet
		 * @throws Exception goes to whoever asks
		 */
		void run(Self self) throws Exception;

	}

}
