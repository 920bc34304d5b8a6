package io.triotp.test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import io.triotp.process.MessageKind;
import io.triotp.process.MessageObserver;
import io.triotp.process.Pid;
import io.triotp.process.SentMessage;
import org.jspecify.annotations.Nullable;

/**
 * The last messages of a node as a sequence diagram of Mermaid: who sent what to whom,
 * and who was answered. Messages are shown as their text, so only for tests. An observer
 * of a node ({@link io.triotp.process.NodeOptions#observers}).
 */
public final class MessageSequence implements MessageObserver {

	private static final int LONGEST = 60;

	/** Whoever sends and is no process, nor a virtual thread with a name. */
	private static final String OUTSIDE = "test";

	private final int most;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by lock. */
	private final Deque<Step> steps = new ArrayDeque<>();

	/** Guarded by lock. */
	private long forgotten;

	/**
	 * One arrow.
	 *
	 * @param from where it begins
	 * @param arrow how it looks
	 * @param to where it ends
	 * @param text what is beside it
	 */
	private record Step(String from, String arrow, String to, String text) {
	}

	/**
	 * Creates an empty sequence.
	 * @param most how many arrows it keeps, the last ones; more than 0
	 */
	public MessageSequence(int most) {
		if (most <= 0) {
			throw new IllegalArgumentException("A sequence must keep more than 0 arrows, but is to keep " + most);
		}
		this.most = most;
	}

	@Override
	public @Nullable Trace sending(SentMessage message) {
		if (message.kind() != MessageKind.CALL && message.kind() != MessageKind.CAST
				&& message.kind() != MessageKind.INFO) {
			return null;
		}
		String from = message.sender().map(Pid::path).orElseGet(MessageSequence::outside);
		String to = (message.receiver() instanceof Pid pid) ? pid.path() : message.receiver().toString();
		String text = text(message.content());
		if (message.kind() != MessageKind.CALL) {
			add(new Step(from, "-)", to, text));
			return null;
		}
		add(new Step(from, "->>", to, text));
		return new Trace() {
			@Override
			public void ended(@Nullable Throwable failure) {
				add((failure == null) ? new Step(to, "-->>", from, "answered")
						: new Step(to, "--x", from, failure.getClass().getSimpleName()));
			}
		};
	}

	private static String outside() {
		Thread thread = Thread.currentThread();
		return (thread.isVirtual() && !thread.getName().isEmpty()) ? thread.getName() : OUTSIDE;
	}

	private void add(Step step) {
		this.lock.lock();
		try {
			this.steps.add(step);
			if (this.steps.size() > this.most) {
				this.steps.remove();
				this.forgotten++;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** What would end a line or begin a comment is left out. */
	private static String text(Object content) {
		String text = String.valueOf(content).replaceAll("[;#\\p{Cntrl}]", " ").strip();
		return (text.length() <= LONGEST) ? text : text.substring(0, LONGEST) + "...";
	}

	/**
	 * {@return the diagram; empty if no message was sent}
	 */
	public String mermaid() {
		List<Step> all;
		long left;
		this.lock.lock();
		try {
			all = new ArrayList<>(this.steps);
			left = this.forgotten;
		}
		finally {
			this.lock.unlock();
		}
		if (all.isEmpty()) {
			return "";
		}
		Map<String, String> names = new LinkedHashMap<>();
		all.forEach((step) -> {
			names.computeIfAbsent(step.from(), (path) -> "p" + names.size());
			names.computeIfAbsent(step.to(), (path) -> "p" + names.size());
		});
		String participants = names.entrySet()
			.stream()
			.map((name) -> "    participant " + name.getValue() + " as " + text(name.getKey()) + "\n")
			.collect(Collectors.joining());
		String arrows = all.stream()
			.map((step) -> "    " + names.get(step.from()) + step.arrow() + names.get(step.to()) + ": " + step.text()
					+ "\n")
			.collect(Collectors.joining());
		String before = (left > 0) ? "    Note over p0: " + left + " earlier ones are left out\n" : "";
		return "sequenceDiagram\n" + participants + before + arrows;
	}

}
