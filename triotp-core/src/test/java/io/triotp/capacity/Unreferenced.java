package io.triotp.capacity;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.triotp.node.Node;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.GenServer;
import io.triotp.server.Next;

/**
 * Starts processes, keeps nothing of them, lets the heap be collected again and again,
 * and asks who is left.
 */
final class Unreferenced {

	static final int EACH = 100;

	private static final int COLLECTIONS = 10;

	private static final CountDownLatch answered = new CountDownLatch(2 * EACH);

	private Unreferenced() {
	}

	public static void main(String[] args) throws InterruptedException {
		Node node = Node.start(NodeOptions.defaults());
		for (int i = 0; i < EACH; i++) {
			node.spawn(Unreferenced::answer);
			GenServer.start(node, new Answering());
		}
		for (int i = 0; i < COLLECTIONS; i++) {
			collect();
		}
		List<Pid> left = node.view().processes().map((info) -> info.pid()).toList();
		System.out.println("alive=" + left.size());
		left.forEach((pid) -> node.send(pid, "ping"));
		boolean all = answered.await(10, TimeUnit.SECONDS);
		System.out.println("answered=" + (all ? 2 * EACH : 2 * EACH - answered.getCount()));
		node.close();
	}

	/** Returns when there has been a collection. */
	private static void collect() {
		WeakReference<Object> canary = new WeakReference<>(new Object());
		while (!canary.refersTo(null)) {
			System.gc();
		}
	}

	private static void answer(PlainProcess self) throws InterruptedException {
		self.receive();
		answered.countDown();
	}

	private static final class Answering implements GenServer<String, Call<Answering, ?>, Cast<Answering>> {

		@Override
		public String init() {
			return "";
		}

		@Override
		public Next<String> handleInfo(Object message, String state) {
			answered.countDown();
			return next(state);
		}

	}

}
