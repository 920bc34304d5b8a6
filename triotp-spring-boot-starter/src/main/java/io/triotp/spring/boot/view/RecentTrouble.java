package io.triotp.spring.boot.view;

import java.time.Duration;

import io.triotp.node.Node;
import io.triotp.process.NodeEvent;
import io.triotp.process.NodeListener;
import io.triotp.process.ProcessEvent;
import io.triotp.supervisor.SupervisorEvent;
import io.triotp.time.TimeSource;

/**
 * Counts the restarts and the dead letters of late.
 */
final class RecentTrouble implements NodeListener {

	private final RecentCount restartsInMinute;

	private final RecentCount restartsInHour;

	private final RecentCount deadLettersInMinute;

	private RecentTrouble(TimeSource time) {
		this.restartsInMinute = new RecentCount(time, Duration.ofMinutes(1));
		this.restartsInHour = new RecentCount(time, Duration.ofHours(1));
		this.deadLettersInMinute = new RecentCount(time, Duration.ofMinutes(1));
	}

	static RecentTrouble of(Node node) {
		RecentTrouble trouble = new RecentTrouble(node.host().time());
		node.view().addListener(trouble);
		return trouble;
	}

	@Override
	public boolean hearsRoutine() {
		return false;
	}

	@Override
	public void onEvent(NodeEvent event) {
		if (event instanceof SupervisorEvent.RestartGranted) {
			this.restartsInMinute.increment();
			this.restartsInHour.increment();
		}
		else if (event instanceof ProcessEvent.DeadLetter) {
			this.deadLettersInMinute.increment();
		}
	}

	long restartsInLastMinute() {
		return this.restartsInMinute.sum();
	}

	long restartsInLastHour() {
		return this.restartsInHour.sum();
	}

	long deadLettersInLastMinute() {
		return this.deadLettersInMinute.sum();
	}

}
