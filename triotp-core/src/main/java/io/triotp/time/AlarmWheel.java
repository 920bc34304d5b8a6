package io.triotp.time;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A hashed timing wheel: threads to wake some ticks later unless they are woken before.
 * Any thread may set and cancel an alarm; one thread rings.
 *
 * <p>
 * Maintainer's note. Nearly every alarm is the timeout of a call and is cancelled long
 * before it is due. The timers of the JDK keep an ordered heap under one lock, which
 * takes a third of the time of a call that waits; here setting and cancelling change one
 * link of a list under one of {@value #LISTS} locks. The price is that an alarm rings up
 * to a tick late. An alarm that is due in a later turn of the wheel is skipped until
 * then. A thread that sets an alarm is about to park until it is unparked, which may
 * happen at once. Waiting for a lock first would use up that wake-up, and the thread
 * would sleep until its alarm.
 */
final class AlarmWheel {

	/** Ticks per turn. */
	static final int TURN = 64;

	/**
	 * The alarms of one tick are spread over several lists, so that threads rarely
	 * contend.
	 */
	static final int SPREAD = 8;

	private static final int LISTS = TURN * SPREAD;

	private final AlarmList[] lists = new AlarmList[LISTS];

	AlarmWheel() {
		for (int i = 0; i < LISTS; i++) {
			this.lists[i] = new AlarmList();
		}
	}

	/**
	 * Sets an alarm, unless that would require waiting for a lock.
	 * @param thread the thread to unpark
	 * @param due the tick at which to unpark it, later than the last one rung
	 * @return the alarm, or {@code null} if all lists of the tick are busy
	 */
	@Nullable Alarm trySet(Thread thread, long due) {
		int tick = (int) (due & (TURN - 1)) * SPREAD;
		int start = (int) thread.threadId();
		for (int i = 0; i < SPREAD; i++) {
			Alarm alarm = new Alarm(thread, due, this.lists[tick + ((start + i) & (SPREAD - 1))]);
			if (alarm.list.tryAdd(alarm)) {
				return alarm;
			}
		}
		return null;
	}

	/**
	 * Rings all alarms that are due.
	 * @param last the tick of the previous call
	 * @param now the current tick
	 */
	void ring(long last, long now) {
		for (long tick = Math.max(last + 1, now - TURN + 1); tick <= now; tick++) {
			int first = (int) (tick & (TURN - 1)) * SPREAD;
			for (int i = 0; i < SPREAD; i++) {
				this.lists[first + i].ring(now);
			}
		}
	}

	/** Rings all alarms, due or not. */
	void ringAll() {
		for (AlarmList list : this.lists) {
			list.ring(Long.MAX_VALUE);
		}
	}

	boolean isEmpty() {
		for (AlarmList list : this.lists) {
			if (list.first != null) {
				return false;
			}
		}
		return true;
	}

	/** The locks that setting an alarm must not wait for; for tests. */
	List<ReentrantLock> locks() {
		return Arrays.stream(this.lists).map((list) -> list.lock).toList();
	}

	/**
	 * A thread to wake.
	 */
	static final class Alarm {

		private final Thread thread;

		private final long due;

		private final AlarmList list;

		/** This and the next two fields are guarded by the lock of the list. */
		private boolean set;

		private @Nullable Alarm previous;

		private @Nullable Alarm next;

		private Alarm(Thread thread, long due, AlarmList list) {
			this.thread = thread;
			this.due = due;
			this.list = list;
		}

		void cancel() {
			this.list.remove(this);
		}

	}

	private static final class AlarmList {

		private final ReentrantLock lock = new ReentrantLock();

		/** Written under the lock. */
		private volatile @Nullable Alarm first;

		boolean tryAdd(Alarm alarm) {
			if (!this.lock.tryLock()) {
				return false;
			}
			try {
				Alarm head = this.first;
				alarm.set = true;
				alarm.next = head;
				if (head != null) {
					head.previous = alarm;
				}
				this.first = alarm;
				return true;
			}
			finally {
				this.lock.unlock();
			}
		}

		void remove(Alarm alarm) {
			this.lock.lock();
			try {
				unlink(alarm);
			}
			finally {
				this.lock.unlock();
			}
		}

		void ring(long now) {
			if (this.first == null) {
				return;
			}
			this.lock.lock();
			try {
				Alarm following;
				for (Alarm alarm = this.first; alarm != null; alarm = following) {
					following = alarm.next;
					if (alarm.due <= now) {
						unlink(alarm);
						LockSupport.unpark(alarm.thread);
					}
				}
			}
			finally {
				this.lock.unlock();
			}
		}

		private void unlink(Alarm alarm) {
			if (!alarm.set) {
				return;
			}
			alarm.set = false;
			if (alarm.previous != null) {
				alarm.previous.next = alarm.next;
			}
			else {
				this.first = alarm.next;
			}
			if (alarm.next != null) {
				alarm.next.previous = alarm.previous;
			}
		}

	}

}
