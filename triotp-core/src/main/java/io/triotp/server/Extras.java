package io.triotp.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * What only some servers need while they are up: an idle timeout, an answer to give after
 * {@code terminate}, system requests. Made when first needed, then kept.
 */
final class Extras implements ColdState {

	private static final VarHandle SYSTEM;

	static {
		try {
			SYSTEM = MethodHandles.lookup().findVarHandle(Extras.class, "system", SystemMessages.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** Not {@code null} if there was a system request before the server was up. */
	private volatile @Nullable Starting starting;

	/** Made by the first thread that needs it. */
	private volatile @Nullable SystemMessages system;

	/** Written before {@code init}: the class named in reports, if it is another one. */
	private volatile @Nullable Class<?> type;

	private final IdleWait idleWait = new IdleWait();

	/** Own process only: whether to end when nothing is left to do. */
	private boolean toLeave;

	/** Own process only: the answer to give after {@code terminate}. */
	private CallResult.@Nullable Answer lastAnswer;

	Extras(@Nullable Starting starting) {
		this.starting = starting;
	}

	@Override
	public @Nullable Starting starting() {
		return this.starting;
	}

	void started() {
		this.starting = null;
	}

	@Nullable Class<?> type() {
		return this.type;
	}

	void type(Class<?> reported) {
		this.type = reported;
	}

	@Nullable SystemMessages system() {
		return this.system;
	}

	SystemMessages requireSystem() {
		SystemMessages present = this.system;
		if (present != null) {
			return present;
		}
		SystemMessages made = new SystemMessages();
		SystemMessages other = (SystemMessages) SYSTEM.compareAndExchange(this, null, made);
		return (other != null) ? other : made;
	}

	/**
	 * A system request has come to its turn in the mailbox.
	 */
	void serve(Operated loop, Self self, PendingCall request) {
		SystemMessages known = requireSystem();
		if (!known.take(request)) {
			// Already handled while the server was suspended.
			return;
		}
		if (request.content() instanceof SystemRequest.Leave) {
			this.toLeave = true;
			return;
		}
		After.Idle idle = this.idleWait.end();
		new OperatorDesk(loop, known, self).serve(request);
		if (idle != null && self.alive()) {
			this.idleWait.start(idle);
		}
	}

	/**
	 * {@return the debug functions, or {@code null} if there are none}
	 */
	@Nullable DebugFunctions debug() {
		SystemMessages present = this.system;
		return (present != null && !present.functions().isEmpty()) ? present.functions() : null;
	}

	/** Own process only. */
	IdleWait idleWait() {
		return this.idleWait;
	}

	boolean isToLeave() {
		return this.toLeave;
	}

	void toLeave(boolean leave) {
		this.toLeave = leave;
	}

	CallResult.@Nullable Answer lastAnswer() {
		return this.lastAnswer;
	}

	void lastAnswer(CallResult.Answer answer) {
		this.lastAnswer = answer;
	}

}
