package io.triotp.task;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import io.triotp.process.SpawnOptions;

/**
 * Kills the tasks of a stream when the process that consumes it ends (OTP K15). It uses a
 * process of its own instead of links, so nothing about tasks gets into the mailbox of
 * the consumer (OTP K14).
 */
final class TaskGuard {

	private final BehaviourHost node;

	private final Self consumer;

	private final Set<Pid> tasks = ConcurrentHashMap.newKeySet();

	private final Pid pid;

	TaskGuard(Self consumer) {
		this.node = consumer.processes().host();
		this.consumer = consumer;
		Pid watched = consumer.pid();
		this.pid = this.node.spawn(SpawnOptions.defaults().label("guard of the tasks of " + watched), (self) -> {
			self.monitor(watched);
			self.receive();
			this.tasks.forEach(this.node::kill);
		});
	}

	void started(Pid task) {
		this.tasks.add(task);
		if (!this.consumer.alive()) {
			this.node.kill(task);
		}
	}

	void ended(Pid task) {
		this.tasks.remove(task);
	}

	void close() {
		this.node.stop(this.pid, ExitReason.normal());
	}

}
