package io.triotp.time;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Threads that are to be woken up some ticks later if nobody does so before: a hashed
 * timing wheel. Any thread may set and cancel an alarm; one thread rings.
 *
 * <p>
 * Maintainer's note. Nearly every alarm is the timeout of a call and is cancelled long
 * before it is due. The timers of the JDK keep an ordered heap under one lock, which
 * costs a call that waits a third of its time; here both are a link in a list under one
 * of {@value #LISTS} locks. The price is that an alarm rings up to a tick late. An alarm
 * that is due in a later turn of the wheel is passed over until then. Whoever sets an
 * alarm is about to park until somebody unparks it, which may happen at once: to wait for
 * a lock before would use that wake-up up, and the thread would sleep until its alarm.
 */
final class AlarmWheel {

	/** Ticks of one turn. */
	static final int TURN = 64;

	/** Alarms of one tick are spread, so that threads seldom meet. */
	static final int SPREAD = 8;

	private static final int LISTS = TURN * SPREAD;

	private final AlarmList[] lists = new AlarmList[LISTS];

	AlarmWheel() {
		for (int i = 0; i < LISTS; i++) {
			this.lists[i] = new AlarmList();
		}
	}

	/**
	 * Set an alarm, unless that would mean to wait.
	 * @param thread whom to unpark
	 * @param due the tick when to do so, later than the one rung last
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
	 * Ring all alarms that are due.
	 * @param last the tick of the call before
	 * @param now the present tick
	 */
	void ring(long last, long now) {
		for (long tick = Math.max(last + 1, now - TURN + 1); tick <= now; tick++) {
			int first = (int) (tick & (TURN - 1)) * SPREAD;
			for (int i = 0; i < SPREAD; i++) {
				this.lists[first + i].ring(now);
			}
		}
	}

	/** Ring all alarms, due or not. */
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

	/** What whoever sets an alarm must not wait for; for tests. */
	List<ReentrantLock> locks() {
		return Arrays.stream(this.lists).map((list) -> list.lock).toList();
	}

	/**
	 * One thread that is to be woken up.
	 */
	static final class Alarm {

		private final Thread thread;

		private final long due;

		private final AlarmList list;

		/** The next three are guarded by the lock of the list. */
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
