package io.triotp.process;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Half a sentence that an exception adds to its message, looked for when somebody reads
 * it: who tries again and again reads nothing, and should not pay. For authors of
 * behaviours. Any thread may read it.
 */
public final class Explanation {

	/** Let go when it has been asked: an exception that is kept must not keep a node. */
	private volatile @Nullable Supplier<Optional<String>> source;

	private volatile String text = "";

	/**
	 * Creates an explanation.
	 * @param source gives the half sentence, or nothing; asked at most once or, by
	 * threads that read it at the same time, a few times
	 */
	public Explanation(Supplier<Optional<String>> source) {
		this.source = Objects.requireNonNull(source, "source");
	}

	/**
	 * {@return a colon, a space and the half sentence; empty if there is none}
	 */
	public String text() {
		Supplier<Optional<String>> asked = this.source;
		if (asked != null) {
			this.text = asked.get().map((found) -> ": " + found).orElse("");
			this.source = null;
		}
		return this.text;
	}

}
