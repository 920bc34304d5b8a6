package io.triotp.interleaving.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.triotp.supervisor.Restart;
import io.triotp.supervisor.Strategy;

/**
 * A supervisor and its children by OTP's rules, on paper, in seconds.
 */
final class PaperFamily {

	/** Restarts within so many seconds count. */
	static final int PERIOD = 5;

	private final Strategy strategy;

	private final int maxRestarts;

	private final List<Kid> kids = new ArrayList<>();

	private final List<Integer> restarts = new ArrayList<>();

	private int now;

	private boolean over;

	/** One child. */
	static final class Kid {

		final String id;

		final Restart restart;

		boolean runs = true;

		int incarnation = 1;

		int restarts;

		Kid(String id, Restart restart) {
			this.id = id;
			this.restart = restart;
		}

		private void starts() {
			this.runs = true;
			this.incarnation++;
		}

	}

	PaperFamily(Strategy strategy, int maxRestarts) {
		this.strategy = strategy;
		this.maxRestarts = maxRestarts;
	}

	boolean isOver() {
		return this.over;
	}

	List<Kid> kids() {
		return this.kids;
	}

	Optional<Kid> kid(String id) {
		return this.kids.stream().filter((each) -> each.id.equals(id)).findFirst();
	}

	void add(String id, Restart restart) {
		this.kids.add(new Kid(id, restart));
	}

	/** A child that runs ends by itself. */
	void ends(Kid kid, boolean well) {
		kid.runs = false;
		boolean due = switch (kid.restart) {
			case PERMANENT -> true;
			case TRANSIENT -> !well;
			case TEMPORARY -> false;
		};
		if (!due) {
			forgetIfTemporary(kid);
			return;
		}
		this.restarts.removeIf((at) -> this.now - at > PERIOD);
		if (this.restarts.size() >= this.maxRestarts) {
			this.over = true;
			return;
		}
		this.restarts.add(this.now);
		kid.restarts++;
		for (Kid each : scope(kid)) {
			if (each.restart == Restart.TEMPORARY) {
				this.kids.remove(each);
			}
			else {
				each.starts();
			}
		}
	}

	private List<Kid> scope(Kid kid) {
		return switch (this.strategy) {
			case ONE_FOR_ONE -> List.of(kid);
			case REST_FOR_ONE -> List.copyOf(this.kids.subList(this.kids.indexOf(kid), this.kids.size()));
			case ONE_FOR_ALL -> List.copyOf(this.kids);
		};
	}

	private void forgetIfTemporary(Kid kid) {
		if (kid.restart == Restart.TEMPORARY) {
			this.kids.remove(kid);
		}
	}

	/** An operator stops a child. */
	void terminate(Kid kid) {
		kid.runs = false;
		forgetIfTemporary(kid);
	}

	/**
	 * An operator starts a child.
	 * @return whether that is allowed
	 */
	boolean restart(Kid kid) {
		if (kid.runs) {
			return false;
		}
		kid.starts();
		return true;
	}

	/**
	 * An operator deletes a child.
	 * @return whether that is allowed
	 */
	boolean delete(Kid kid) {
		return !kid.runs && this.kids.remove(kid);
	}

	void pass() {
		this.now++;
	}

}
