package io.triotp.spring.boot.actuate;

import java.util.Locale;

import io.triotp.spring.boot.view.EventsDescriptor;
import io.triotp.spring.boot.view.TreeDescriptor;
import io.triotp.spring.boot.view.View;

/**
 * The formats of answers.
 */
enum Format {

	/** For programs. */
	JSON,

	/** For people. */
	TEXT,

	/** A flowchart of a tree. */
	MERMAID,

	/** A graph of a tree. */
	DOT,

	/** One JSON value a line, for events. */
	NDJSON;

	/** The parameter that asks for one. */
	static final String NAME = "format";

	/**
	 * {@return the format that is asked for}
	 * @throws InvalidParameterException if there is none of that name
	 */
	static Format of(Parameters parameters) {
		Format format = parameters.one(NAME, Format.class);
		return (format != null) ? format : JSON;
	}

	/**
	 * {@return this, if a view has it}
	 * @throws InvalidParameterException if not
	 */
	Format requireFor(View view) {
		boolean fits = switch (this) {
			case JSON, TEXT -> true;
			case MERMAID, DOT -> view instanceof TreeDescriptor;
			case NDJSON -> view instanceof EventsDescriptor;
		};
		if (!fits) {
			throw new InvalidParameterException("format " + name().toLowerCase(Locale.ROOT) + " is for "
					+ ((this == NDJSON) ? Sections.EVENTS : Sections.TREE) + " only");
		}
		return this;
	}

}
