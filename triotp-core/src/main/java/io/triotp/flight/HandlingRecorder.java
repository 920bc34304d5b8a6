package io.triotp.flight;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.triotp.process.HandledMessage;
import io.triotp.process.MessageObserver;
import io.triotp.process.ReportName;
import jdk.jfr.AnnotationElement;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventFactory;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.ValueDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Writes each handling of a message into the flight recordings that want it: its time,
 * the place of its process and its message. From Java 25 on that is the context of
 * whatever else the thread does meanwhile, which {@code jfr print} shows beside it.
 *
 * <p>
 * Maintainer's note. The annotation that makes a context of a field is not in Java 21, so
 * the event is made at run time. It is one for all nodes: the recorder knows an event by
 * its name.
 */
final class HandlingRecorder implements MessageObserver {

	private static final String CONTEXTUAL = "jdk.jfr.Contextual";

	private static final EventFactory FACTORY = EventFactory.create(annotations(), fields());

	/** The indexes of the fields; the last is no context. */
	private static final int NODE = 0;

	private static final int PATH = 1;

	private static final int PROCESS = 2;

	private static final int MESSAGE = 3;

	private static final int KIND = 4;

	private final String node;

	HandlingRecorder(String node) {
		this.node = node;
	}

	private static List<AnnotationElement> annotations() {
		return List.of(new AnnotationElement(Name.class, "triotp.Handling"),
				new AnnotationElement(Label.class, "Handling"),
				new AnnotationElement(Description.class, "A process handles a message, or starts or cleans up"),
				new AnnotationElement(Category.class, new String[] { "TriOTP" }),
				new AnnotationElement(StackTrace.class, false), new AnnotationElement(Threshold.class, "10 ms"));
	}

	private static List<ValueDescriptor> fields() {
		return List.of(context(String.class, "node", "Node"), context(String.class, "path", "Path"),
				context(long.class, "process", "Process"), context(String.class, "message", "Message"),
				new ValueDescriptor(String.class, "kind", List.of(new AnnotationElement(Label.class, "Kind"))));
	}

	private static ValueDescriptor context(Class<?> type, String name, String label) {
		List<AnnotationElement> annotations = new ArrayList<>();
		annotations.add(new AnnotationElement(Label.class, label));
		contextual().map(AnnotationElement::new).forEach(annotations::add);
		return new ValueDescriptor(type, name, annotations);
	}

	private static Stream<Class<? extends Annotation>> contextual() {
		try {
			return Stream.of(Class.forName(CONTEXTUAL).asSubclass(Annotation.class));
		}
		catch (ClassNotFoundException ex) {
			// Older than Java 25: a handling is an event like any other.
			return Stream.empty();
		}
	}

	@Override
	public @Nullable Handling handling(HandledMessage message, @Nullable Trace trace) {
		Event event = FACTORY.newEvent();
		if (!event.isEnabled()) {
			return null;
		}
		event.begin();
		return (outcome) -> {
			event.end();
			if (event.shouldCommit()) {
				event.set(NODE, this.node);
				event.set(PATH, message.path());
				event.set(PROCESS, message.receiver().id());
				event.set(MESSAGE, name(message));
				event.set(KIND, message.kind().name());
				event.commit();
			}
		};
	}

	/** Of a start and a task, the content is a class. */
	private static String name(HandledMessage message) {
		return (message.content() instanceof Class<?> type) ? type.getName() : ReportName.of(message.content());
	}

}
