package io.triotp.process;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StripedLocksTests {

	private final Processes node = LocalNode.create();

	private final StripedLocks locks = new StripedLocks(ReentrantLock::new);

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void whoever_waits_for_one_of_two_holds_nobody_up_who_wants_the_other() throws Throwable {
		Pid one = Puppet.spawn(this.node).pid();
		Pid other = Puppet.spawn(this.node).pid();
		for (List<Pid> pair : List.of(List.of(one, other), List.of(other, one))) {
			ReentrantLock second = this.locks.lock(pair.get(1));
			Future<String> both = Probe.async(() -> {
				this.locks.lockBoth(pair.get(0), pair.get(1));
				this.locks.unlockBoth(pair.get(0), pair.get(1));
				return "both";
			});
			Probe.until(second::hasQueuedThreads);
			Future<String> first = Probe.async(() -> {
				this.locks.lock(pair.get(0)).unlock();
				return "first";
			});
			assertThat(Probe.get(first)).isEqualTo("first");
			second.unlock();
			assertThat(Probe.get(both)).isEqualTo("both");
			assertThat(second.isLocked()).isFalse();
		}
	}

}
