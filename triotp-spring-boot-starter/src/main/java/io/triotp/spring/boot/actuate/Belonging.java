package io.triotp.spring.boot.actuate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import io.triotp.process.Pid;
import io.triotp.process.ProcessGlance;
import org.jspecify.annotations.Nullable;

/**
 * Finds the application a process belongs to: the one its label names as a path does, or
 * else that of the process that started it with a link. Remembers those that have started
 * others, so that a whole node is gone through without making an object for each process.
 * Used by one thread.
 */
final class Belonging {

	/** For what belongs to no application. */
	static final String NONE = "none";

	/** What the label of an application master ends with. */
	private static final String MASTER = " (application)";

	/** A chain of processes that started each other may be long. */
	private static final int MAX_ANCESTORS = 100;

	private final Predicate<String> isApplication;

	private final Function<Pid, ProcessGlance> glance;

	private final Map<Pid, String> known = new HashMap<>();

	private @Nullable Pid lastParent;

	private String ofLastParent = NONE;

	Belonging(Predicate<String> isApplication, Function<Pid, ProcessGlance> glance) {
		this.isApplication = isApplication;
		this.glance = glance;
	}

	/**
	 * {@return the name of the application, or {@value #NONE}}
	 * @param process the process
	 */
	String of(ProcessGlance process) {
		return named(process.label(), ofParent(process.parent()));
	}

	private String ofParent(@Nullable Pid parent) {
		if (parent == null) {
			return NONE;
		}
		if (parent != this.lastParent) {
			String before = this.known.get(parent);
			this.ofLastParent = (before != null) ? before : climb(parent);
			this.lastParent = parent;
		}
		return this.ofLastParent;
	}

	private String climb(Pid from) {
		Deque<ProcessGlance> above = new ArrayDeque<>();
		String application = null;
		for (Pid each = from; each != null && application == null && above.size() < MAX_ANCESTORS;) {
			ProcessGlance process = this.glance.apply(each);
			above.push(process);
			each = process.parent();
			application = (each != null) ? this.known.get(each) : null;
		}
		String found = (application != null) ? application : NONE;
		for (ProcessGlance each : above) {
			found = named(each.label(), found);
			this.known.put(each.pid(), found);
		}
		return found;
	}

	private String named(@Nullable String label, String above) {
		if (label == null) {
			return above;
		}
		int slash = label.indexOf('/');
		if (slash < 0) {
			// That of a dynamic child is its id, which may be any word.
			return (above != NONE) ? above : orNone(withoutSuffix(label));
		}
		if (slash == above.length() && label.startsWith(above)) {
			return above;
		}
		String named = orNone(label.substring(0, slash));
		return (named != NONE) ? named : above;
	}

	private static String withoutSuffix(String label) {
		return label.endsWith(MASTER) ? label.substring(0, label.length() - MASTER.length()) : label;
	}

	private String orNone(String application) {
		return this.isApplication.test(application) ? application : NONE;
	}

}
