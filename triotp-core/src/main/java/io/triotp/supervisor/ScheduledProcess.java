package io.triotp.supervisor;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessBody;
import io.triotp.time.Deadline;
import io.triotp.time.TimeSource;

/**
 * Work that a process does again and again. What the work throws ends the process: its
 * supervisor counts a crash, and the next process makes the next run.
 *
 * @param schedule when
 * @param body the work
 */
record ScheduledProcess(Schedule schedule, TaskBody body) implements ProcessBody {

	ScheduledProcess {
		Objects.requireNonNull(schedule, "schedule");
		Objects.requireNonNull(body, "body");
	}

	@Override
	public void run(PlainProcess self) throws Exception {
		TimeSource time = self.processes().host().time();
		Timetable run = Timetable.first(this.schedule, time.instant());
		while (true) {
			await(self, Deadline.after(run.delay(), time), time);
			long begun = time.nanoTime();
			this.body.run();
			run = run.next(this.schedule, Duration.ofNanos(time.nanoTime() - begun), time.instant());
		}
	}

	private static void await(PlainProcess self, Deadline due, TimeSource time) throws InterruptedException {
		while (!due.isOver()) {
			Optional<Object> message = self.receive(due.left());
			message.ifPresent((each) -> self.processes()
				.host()
				.countDeadLetter(self.pid(), each, DeadLetterReason.NOT_UNDERSTOOD));
		}
	}

	@Override
	public Class<?> type() {
		return this.body.getClass();
	}

}
