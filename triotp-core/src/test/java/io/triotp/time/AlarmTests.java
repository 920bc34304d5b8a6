package io.triotp.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AlarmTests {

	private static final long FIRST = 1_000_000;

	private final AlarmWheel wheel = new AlarmWheel();

	/** A thread that was unparked has a permit and does not park again. */
	private static final class Sleeper {

		private final CountDownLatch woken = new CountDownLatch(1);

		private final Thread thread = Thread.ofVirtual().start(() -> {
			LockSupport.park();
			this.woken.countDown();
		});

		void awaitWoken() throws InterruptedException {
			assertThat(this.woken.await(10, TimeUnit.SECONDS)).isTrue();
		}

		boolean isWoken() {
			return this.woken.getCount() == 0;
		}

	}

	private AlarmWheel.Alarm set(Thread thread, long due) {
		AlarmWheel.Alarm alarm = this.wheel.trySet(thread, due);
		assertThat(alarm).isNotNull();
		return alarm;
	}

	@Test
	void an_alarm_rings_in_its_tick_and_not_before_however_many_turns_away() throws Throwable {
		for (long ahead : new long[] { 1, 2, AlarmWheel.TURN - 1, AlarmWheel.TURN, AlarmWheel.TURN + 1,
				5L * AlarmWheel.TURN + 3 }) {
			Sleeper sleeper = new Sleeper();
			set(sleeper.thread, FIRST + ahead);
			for (long tick = FIRST + 1; tick < FIRST + ahead; tick++) {
				this.wheel.ring(tick - 1, tick);
				assertThat(this.wheel.isEmpty()).as("%d of %d", tick, ahead).isFalse();
			}
			assertThat(sleeper.isWoken()).isFalse();
			this.wheel.ring(FIRST + ahead - 1, FIRST + ahead);
			assertThat(this.wheel.isEmpty()).isTrue();
			sleeper.awaitWoken();
		}
	}

	@Test
	void no_alarm_is_missed_if_nobody_rang_for_many_ticks() throws Throwable {
		List<Sleeper> sleepers = new ArrayList<>();
		for (int ahead = 1; ahead <= 3 * AlarmWheel.TURN; ahead++) {
			Sleeper sleeper = new Sleeper();
			sleepers.add(sleeper);
			set(sleeper.thread, FIRST + ahead);
		}
		this.wheel.ring(FIRST, FIRST + 3L * AlarmWheel.TURN);
		assertThat(this.wheel.isEmpty()).isTrue();
		for (Sleeper sleeper : sleepers) {
			sleeper.awaitWoken();
		}
	}

	@Test
	void alarms_that_were_cancelled_in_any_order_leave_the_others() throws Throwable {
		Random random = new Random(3);
		List<AlarmWheel.Alarm> alarms = new ArrayList<>();
		for (int i = 0; i < 1_000; i++) {
			alarms.add(set(Thread.currentThread(), FIRST + 5));
			if (random.nextBoolean()) {
				alarms.remove(random.nextInt(alarms.size())).cancel();
			}
		}
		Sleeper sleeper = new Sleeper();
		set(sleeper.thread, FIRST + 5);
		for (AlarmWheel.Alarm alarm : alarms) {
			alarm.cancel();
			alarm.cancel();
		}
		assertThat(this.wheel.isEmpty()).isFalse();
		this.wheel.ring(FIRST + 4, FIRST + 5);
		assertThat(this.wheel.isEmpty()).isTrue();
		sleeper.awaitWoken();
	}

	@Test
	void a_virtual_thread_that_parks_for_long_is_woken_when_its_time_is_over_and_not_before() throws Throwable {
		TimeSource time = TimeSource.system();
		try {
			long nanos = AlarmClock.SHORTEST;
			Future<Long> waited = Probe.async(() -> {
				Deadline deadline = Deadline.after(Duration.ofNanos(nanos), time);
				long start = time.nanoTime();
				while (!deadline.isOver()) {
					deadline.park(this);
				}
				return time.nanoTime() - start;
			});
			assertThat(Probe.get(waited)).isGreaterThanOrEqualTo(nanos);
		}
		finally {
			time.close();
		}
	}

	@Test
	void who_is_parked_when_the_clock_is_closed_still_wakes_in_time() throws Throwable {
		TimeSource time = TimeSource.system();
		Deadline deadline = Deadline.after(Duration.ofNanos(AlarmClock.SHORTEST), time);
		CountDownLatch parking = new CountDownLatch(1);
		Future<Boolean> over = Probe.async(() -> {
			parking.countDown();
			while (!deadline.isOver()) {
				deadline.park(this);
			}
			return true;
		});
		parking.await();
		time.close();
		assertThat(Probe.get(over)).isTrue();
	}

	@Test
	void a_thread_that_is_woken_while_the_wheel_is_busy_wakes() throws Throwable {
		TimeSource time = TimeSource.system();
		AlarmWheel busy = new AlarmWheel();
		AlarmClock clock = new AlarmClock(time, busy);
		CountDownLatch woken = new CountDownLatch(1);
		List<ReentrantLock> locks = busy.locks();
		locks.forEach(ReentrantLock::lock);
		try {
			Thread sleeper = Thread.ofVirtual().start(() -> {
				clock.park(this, TimeUnit.HOURS.toNanos(1));
				woken.countDown();
			});
			Probe.until(() -> isParked(sleeper));
			LockSupport.unpark(sleeper);
			assertThat(woken.await(10, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			locks.forEach(ReentrantLock::unlock);
			time.close();
		}
	}

	@Test
	void who_finds_one_list_of_the_wheel_busy_takes_another() throws Throwable {
		List<ReentrantLock> locks = this.wheel.locks();
		locks.subList(1, locks.size()).forEach(ReentrantLock::lock);
		Future<?> setting = Probe.async(() -> {
			for (int thread = 0; thread < 2 * AlarmWheel.SPREAD; thread++) {
				assertThat(this.wheel.trySet(Thread.ofVirtual().unstarted(() -> {
				}), 0)).as("the first list of tick 0 is free").isNotNull();
				assertThat(this.wheel.trySet(Thread.currentThread(), 1)).as("all of tick 1 are busy").isNull();
			}
			return true;
		});
		assertThat(Probe.get(setting)).isEqualTo(true);
	}

	private static boolean isParked(Thread thread) {
		return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
	}

}
