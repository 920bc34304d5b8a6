package io.triotp.task;

import java.util.concurrent.Callable;

import io.triotp.process.BehaviourHost;
import io.triotp.process.HandlingOutcome;
import io.triotp.process.MessageKind;
import io.triotp.process.MessageObserver;
import io.triotp.process.Observers;
import io.triotp.process.ProcessBody;
import io.triotp.process.Self;
import io.triotp.process.Traces;
import io.triotp.supervisor.TaskBody;
import org.jspecify.annotations.Nullable;

/**
 * The function of a task, observed, and with what its starter has given it to carry.
 */
final class ObservedTask {

	private ObservedTask() {
	}

	/**
	 * {@return the function to run in a task that the calling thread starts} It is the
	 * same function if nobody observes the node.
	 * @param node the node of the task
	 * @param type the class of the function the user gave
	 * @param body the function
	 */
	static <V extends @Nullable Object> Callable<V> of(BehaviourHost node, Class<?> type, Callable<V> body) {
		Observers observers = node.observers();
		if (observers == null) {
			return body;
		}
		Traces traces = sending(observers, type);
		return () -> run(observers, type, body, traces);
	}

	/**
	 * {@return what the process of work without a value runs}
	 * @param node the node of the task
	 * @param body the work
	 * @param startedOnce whether this start is the only one: a restart does not work for
	 * the calling thread any more
	 */
	static ProcessBody of(BehaviourHost node, TaskBody body, boolean startedOnce) {
		Observers observers = node.observers();
		if (observers == null) {
			return (self) -> body.run();
		}
		Traces traces = startedOnce ? sending(observers, body.getClass()) : null;
		return (self) -> run(observers, body.getClass(), () -> {
			body.run();
			return self;
		}, traces);
	}

	private static @Nullable Traces sending(Observers observers, Class<?> type) {
		Traces traces = observers.sending(MessageKind.TASK, type, Self.currentOrNull(), type);
		if (traces != null) {
			traces.ended(null);
		}
		return traces;
	}

	private static <V extends @Nullable Object> V run(Observers observers, Class<?> type, Callable<V> body,
			@Nullable Traces traces) throws Exception {
		Self self = Self.current();
		MessageObserver.Handling handling = observers.handling(MessageKind.TASK, type, self, self.path(), type, traces);
		V value;
		try {
			value = body.call();
		}
		catch (Throwable ex) {
			handling.ended(HandlingOutcome.thrown(ex));
			throw ex;
		}
		handling.ended(new HandlingOutcome.NoReply());
		return value;
	}

}
