package io.triotp.interleaving.loom;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where threads were when they took turns.
 */
final class Places {

	private static final StackWalker WALKER = StackWalker.getInstance();

	private final int most;

	private final Deque<String> last = new ArrayDeque<>();

	private @Nullable Thread thread;

	private @Nullable String place;

	Places(int most) {
		this.most = most;
	}

	/** The calling thread has come to a point. */
	void add() {
		Thread present = Thread.currentThread();
		String here = WALKER.walk((frames) -> frames.dropWhile((frame) -> frame.getClassName().startsWith(machinery()))
			.findFirst()
			.map((frame) -> frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1) + "."
					+ frame.getMethodName() + ":" + frame.getLineNumber())
			.orElse("?"));
		if (present != this.thread) {
			keep();
			this.thread = present;
			this.place = present.getName() + " from " + here;
		}
		else if (this.place != null) {
			int to = this.place.indexOf(" to ");
			this.place = ((to < 0) ? this.place : this.place.substring(0, to)) + " to " + here;
		}
	}

	private static String machinery() {
		return Places.class.getPackageName();
	}

	private void keep() {
		if (this.place != null) {
			this.last.add(this.place);
			if (this.last.size() > this.most) {
				this.last.removeFirst();
			}
		}
	}

	List<String> last() {
		keep();
		this.place = null;
		return List.copyOf(this.last);
	}

}
