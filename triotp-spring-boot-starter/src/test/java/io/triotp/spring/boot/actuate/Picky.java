package io.triotp.spring.boot.actuate;

import java.util.concurrent.Semaphore;

import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessBody;
import io.triotp.process.SpawnOptions;

/**
 * A process that takes a message when it is told to, and not the one that waits.
 */
final class Picky implements ProcessBody {

	private final Semaphore taken = new Semaphore(0);

	private final Node node;

	private final Pid pid;

	Picky(Node node, String path) {
		this.node = node;
		this.pid = node.spawn(SpawnOptions.defaults().label(path), this);
	}

	@Override
	public void run(PlainProcess self) throws InterruptedException {
		while (true) {
			self.receiveMatching(Integer.class::isInstance);
			this.taken.release();
		}
	}

	Pid pid() {
		return this.pid;
	}

	/** Returns when it has taken one. */
	void take() {
		this.node.send(this.pid, 1);
		this.taken.acquireUninterruptibly();
	}

}
