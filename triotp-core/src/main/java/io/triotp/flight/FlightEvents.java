package io.triotp.flight;

import io.triotp.process.Pid;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * The events for the flight recorder. Their names and fields are kept: people write
 * settings and queries with them. Routine is not recorded unless asked for.
 */
final class FlightEvents {

	private FlightEvents() {
	}

	/** What all events tell. */
	@Category("TriOTP")
	@StackTrace(false)
	abstract static class OfProcess extends Event {

		@Label("Node")
		String node = "";

		@Label("Path")
		String path = "";

		@Label("Process")
		long process;

		final void commit(String node, String path, Pid pid) {
			this.node = node;
			this.path = path;
			this.process = pid.id();
			commit();
		}

	}

	@Name("triotp.ProcessStart")
	@Label("Process Start")
	@Description("A process was started")
	@Category("TriOTP")
	@StackTrace(false)
	@Enabled(false)
	static final class ProcessStart extends OfProcess {

		@Label("Behaviour")
		String behaviour = "";

	}

	@Name("triotp.ProcessExit")
	@Label("Process Exit")
	@Description("A process has ended, for whatever reason")
	@Category("TriOTP")
	@StackTrace(false)
	@Enabled(false)
	static final class ProcessExit extends OfProcess {

		@Label("Behaviour")
		String behaviour = "";

		@Label("Reason")
		String reason = "";

		@Label("Exception")
		String exception = "";

		@Timespan
		@Label("Lived For")
		long lived;

	}

	@Name("triotp.ChildExit")
	@Label("Child Exit")
	@Description("A child of a supervisor has ended abnormally; while ends of processes are recorded also any other way")
	@Category("TriOTP")
	@StackTrace(false)
	static final class ChildExit extends OfProcess {

		@Label("Supervisor")
		String supervisor = "";

		@Label("Reason")
		String reason = "";

		@Label("Exception")
		String exception = "";

	}

	@Name("triotp.ProcessRestart")
	@Label("Process Restart")
	@Description("A child of a supervisor was started again")
	@Category("TriOTP")
	@StackTrace(false)
	static final class ProcessRestart extends OfProcess {

		@Label("Supervisor")
		String supervisor = "";

		@Label("Incarnation")
		int incarnation;

	}

	@Name("triotp.SupervisorGiveUp")
	@Label("Supervisor Give-Up")
	@Description("A supervisor ends because it had to restart too often")
	@Category("TriOTP")
	@StackTrace(false)
	static final class SupervisorGiveUp extends OfProcess {

		@Label("Child")
		String child = "";

		@Label("Reason")
		String reason = "";

		@Label("Exception")
		String exception = "";

		@Label("Restarts Allowed")
		int maxRestarts;

		@Timespan
		@Label("Period")
		long period;

	}

	@Name("triotp.HandlerWedged")
	@Label("Handler Wedged")
	@Description("A process has been working on one message for too long")
	@Category("TriOTP")
	@StackTrace(false)
	static final class HandlerWedged extends OfProcess {

		@Label("Behaviour")
		String behaviour = "";

		@Label("Message")
		String message = "";

		@Timespan
		@Label("Working For")
		long working;

		@Label("Waits For")
		String waitsFor = "";

		@Label("Frames")
		String frames = "";

	}

	@Name("triotp.HandlerFreed")
	@Label("Handler Freed")
	@Description("A process is done with a message it had been working on for too long")
	@Category("TriOTP")
	@StackTrace(false)
	static final class HandlerFreed extends OfProcess {

		@Label("Behaviour")
		String behaviour = "";

		@Label("Message")
		String message = "";

		@Timespan
		@Label("Worked For")
		long working;

		@Label("Ended")
		boolean ended;

	}

	@Name("triotp.CallTimeout")
	@Label("Call Timeout")
	@Description("A caller has given up a call because its time was over; the stack is that of the caller")
	@Category("TriOTP")
	@StackTrace(true)
	static final class CallTimeout extends OfProcess {

		@Label("Behaviour")
		String behaviour = "";

		@Label("Request")
		String request = "";

		@Timespan
		@Label("Timeout")
		long timeout;

		@Label("Stage")
		String stage = "";

		@Label("Message in Work")
		String message = "";

		@Timespan
		@Label("Working For")
		long working;

		@Label("Mailbox Size")
		int mailboxSize;

		@Label("Caller")
		String caller = "";

	}

	@Name("triotp.DeadLetter")
	@Label("Dead Letter")
	@Description("A message was never handled")
	@Category("TriOTP")
	@StackTrace(false)
	static final class DeadLetter extends OfProcess {

		@Label("Message")
		String message = "";

		@Label("Reason")
		String reason = "";

		@Label("Sender")
		String sender = "";

	}

	@Name("triotp.MailboxHigh")
	@Label("Mailbox High")
	@Description("A mailbox has passed the high-water mark")
	@Category("TriOTP")
	@StackTrace(false)
	static final class MailboxHigh extends OfProcess {

		@Label("Behaviour")
		String behaviour = "";

		@Label("Size")
		int size;

		@Label("Mark")
		int mark;

		@Label("Sender")
		String sender = "";

	}

	@Name("triotp.Zombie")
	@Label("Zombie")
	@Description("Code of a killed process runs on and ignores interrupts")
	@Category("TriOTP")
	@StackTrace(false)
	static final class Zombie extends OfProcess {

		@Label("Behaviour")
		String behaviour = "";

		@Label("Message")
		String message = "";

		@Timespan
		@Label("Time since Kill")
		long age;

	}

}
