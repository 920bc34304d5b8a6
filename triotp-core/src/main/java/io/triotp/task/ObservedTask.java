package io.triotp.task;

import java.util.concurrent.Callable;

import io.triotp.process.BehaviourHost;
import io.triotp.process.HandlingOutcome;
import io.triotp.process.MessageKind;
import io.triotp.process.MessageObserver;
import io.triotp.process.Observers;
import io.triotp.process.Self;
import io.triotp.process.Traces;
import io.triotp.supervisor.TaskBody;
import org.jspecify.annotations.Nullable;

/**
 * The function of a task, observed if somebody observes the node, and with what its
 * starter has given it to carry.
 */
final class ObservedTask {

	private ObservedTask() {
	}

	/**
	 * {@return what the process of a task with a value runs} Called by its starter.
	 * @param node the node of the task
	 * @param type the class of the function the user gave
	 * @param body the function
	 * @param outcome gets the value
	 */
	static <V extends @Nullable Object> TaskWork work(BehaviourHost node, Class<?> type, Callable<V> body,
			TaskOutcome<V> outcome) {
		Observers observers = node.observers();
		if (observers == null) {
			return TaskWork.of(node, type, null, (self) -> outcome.complete(new TaskResult.Ok<>(body.call())));
		}
		Traces traces = sending(observers, type);
		return TaskWork.of(node, type, traces,
				(self) -> outcome.complete(new TaskResult.Ok<>(run(observers, type, body, traces))));
	}

	/**
	 * {@return what the process of work without a value runs} Called by its starter.
	 * @param node the node of the task
	 * @param body the work
	 * @param startedOnce whether this start is the only one: a restart does not work for
	 * the calling thread any more
	 */
	static TaskWork work(BehaviourHost node, TaskBody body, boolean startedOnce) {
		Class<?> type = body.getClass();
		Observers observers = node.observers();
		if (observers == null) {
			return TaskWork.of(node, type, null, (self) -> body.run());
		}
		Traces traces = startedOnce ? sending(observers, type) : null;
		return TaskWork.of(node, type, traces, (self) -> run(observers, type, () -> {
			body.run();
			return self;
		}, traces));
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
