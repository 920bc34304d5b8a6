package io.triotp.capacity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.triotp.application.ApplicationSpec;
import io.triotp.application.OnFailure;
import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.SpawnOptions;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;

/**
 * Starts threads until there are no more, and then needs some itself. To be run with
 * large stacks in a small address space.
 */
final class NoMoreThreads {

	private static final long PATIENCE = 20;

	private NoMoreThreads() {
	}

	public static void main(String[] args) throws Exception {
		CountDownLatch failed = new CountDownLatch(1);
		Node node = Node.start(NodeOptions.defaults(), (info) -> failed.countDown());
		CountDownLatch ready = new CountDownLatch(1);
		CountDownLatch fired = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		CountDownLatch crash = new CountDownLatch(1);
		Pid timing = node.spawn(SpawnOptions.defaults(), (PlainProcess self) -> {
			self.receive();
			self.startTimer(Duration.ofMillis(10), "tick");
			self.receive();
			fired.countDown();
		});
		Pid busy = node.spawn(SpawnOptions.defaults(), (PlainProcess self) -> {
			ready.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		CountDownLatch closed = new CountDownLatch(1);
		node.start(ApplicationSpec.of("failing", SupervisorSpec.oneForOne(ChildSpec.task("crashing", () -> {
			crash.await();
			throw new IllegalStateException("crash");
		}).restart(Restart.PERMANENT)).intensity(new RestartIntensity(0, Duration.ofSeconds(1))))
			.limits(new RestartIntensity(0, Duration.ofSeconds(1)))
			.onFailure(OnFailure.REPORT));
		ready.await();
		exhaust();
		node.send(timing, "go");
		node.kill(busy);
		crash.countDown();
		check("timer", fired);
		check("interrupted", interrupted);
		check("failed", failed);
		Thread.ofVirtual().start(() -> {
			node.close();
			closed.countDown();
		});
		check("closed", closed);
		Runtime.getRuntime().halt(0);
	}

	private static void check(String what, CountDownLatch latch) throws InterruptedException {
		System.out.println(what + "=" + latch.await(PATIENCE, TimeUnit.SECONDS));
	}

	private static void exhaust() {
		List<Thread> all = new ArrayList<>();
		try {
			while (true) {
				all.add(Thread.ofPlatform().daemon().start(LockSupport::park));
			}
		}
		catch (OutOfMemoryError ex) {
			System.out.println("threads=" + all.size());
		}
	}

}
