package io.triotp.spring.boot.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What waits to be sent to one client. A value: whoever adds or takes has another one.
 *
 * @param waiting the frames that wait, oldest first
 * @param filledAt when a frame was last added, in nanoseconds
 * @param takenAt when a frame was last taken, or one began to wait, in nanoseconds
 */
record Outbox(List<StreamFrame> waiting, long filledAt, long takenAt) {

	/** More frames than that never wait. */
	static final int CAPACITY = 64;

	/** A client for which frames wait and who has taken none for so long is not there. */
	static final Duration PATIENCE = Duration.ofMinutes(1);

	Outbox {
		waiting = List.copyOf(waiting);
	}

	static Outbox empty(long now) {
		return new Outbox(List.of(), now, now);
	}

	/**
	 * {@return this and one more frame} A frame with the same key makes place for it. If
	 * there is no place, all events make place for one frame that says so.
	 */
	Outbox add(StreamFrame frame, long now) {
		List<StreamFrame> frames = new ArrayList<>(this.waiting);
		int same = indexOf(frame);
		if (same >= 0) {
			frames.set(same, frame);
		}
		else if (frames.size() < CAPACITY) {
			frames.add(frame);
		}
		else {
			long newest = newest(frame);
			frames.removeIf((each) -> each.key() == null);
			frames.add(StreamFrame.resync(new StreamTopic.Events(), StreamFrame.Resync.SLOW, newest));
			if (frame.key() != null) {
				frames.add(frame);
			}
		}
		return new Outbox(frames, now, this.waiting.isEmpty() ? now : this.takenAt);
	}

	private int indexOf(StreamFrame frame) {
		for (int i = 0; i < this.waiting.size(); i++) {
			if (frame.key() != null && frame.key().equals(this.waiting.get(i).key())) {
				return i;
			}
		}
		return -1;
	}

	private long newest(StreamFrame added) {
		long newest = (added.id() != null) ? added.id() : 0;
		for (StreamFrame each : this.waiting) {
			newest = Math.max(newest, (each.id() != null) ? each.id() : 0);
		}
		return newest;
	}

	/**
	 * {@return this, and a sign of life if there was nothing to say for so long}
	 */
	Outbox beat(Duration silence, long now) {
		return (now - this.filledAt >= silence.toNanos()) ? add(StreamFrame.HEARTBEAT, now) : this;
	}

	/**
	 * {@return this without the frame that has waited longest}
	 */
	Outbox taken(long now) {
		return new Outbox(this.waiting.subList(1, this.waiting.size()), this.filledAt, now);
	}

	boolean isStuck(long now) {
		return !this.waiting.isEmpty() && now - this.takenAt >= PATIENCE.toNanos();
	}

}
