package io.triotp.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.triotp.process.BehaviourHost;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * What few servers need while they are up: an idle timer, an answer for the very end,
 * system requests. Made when first needed, then kept.
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

	/** Made by whoever needs it first. */
	private volatile @Nullable SystemMessages system;

	/** Own process only: the message of the idle timeout that runs. */
	private @Nullable IdleTick idleTick;

	/** Own process only: what to answer when {@code terminate} has run. */
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
	 * {@return who wants to see what the server does, or {@code null}}
	 */
	@Nullable DebugFunctions debug() {
		SystemMessages present = this.system;
		return (present != null && !present.functions().isEmpty()) ? present.functions() : null;
	}

	boolean isCurrent(IdleTick tick) {
		return tick == this.idleTick;
	}

	void startIdleTimer(After.Idle idle, Self self) {
		BehaviourHost node = self.processes().host();
		IdleTick tick = Envelopes.idleTick(idle);
		this.idleTick = tick;
		tick.timer = node.runAfter(self.pid(), idle.timeout(), () -> node.deliverSignal(self.pid(), tick));
	}

	/**
	 * Stop the idle timer, if one runs.
	 * @return what it was about
	 */
	After.@Nullable Idle cancelIdleTimer() {
		IdleTick tick = this.idleTick;
		if (tick == null) {
			return null;
		}
		this.idleTick = null;
		tick.cancel();
		return tick.idle();
	}

	CallResult.@Nullable Answer lastAnswer() {
		return this.lastAnswer;
	}

	void lastAnswer(CallResult.Answer answer) {
		this.lastAnswer = answer;
	}

}
