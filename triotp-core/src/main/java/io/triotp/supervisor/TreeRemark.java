package io.triotp.supervisor;

import java.util.Objects;

import io.triotp.Pure;

/**
 * Something in a declared tree that is allowed, and may not be what was meant.
 *
 * @param rule what it is about
 * @param path the place it is about
 * @param text what there is, what follows, and what to write instead
 */
@Pure
public record TreeRemark(Rule rule, String path, String text) {

	public TreeRemark {
		Objects.requireNonNull(rule, "rule");
		Objects.requireNonNull(path, "path");
		Objects.requireNonNull(text, "text");
	}

	/**
	 * What a remark is about.
	 */
	public enum Rule {

		/** All shutdown times together are more than there is time. */
		SLOW_STOP,

		/** A worker that is waited for without limit. */
		ENDLESS_STOP,

		/** A task that is started again when it is done. */
		PERMANENT_TASK,

		/** Children that were started on demand end because a sibling failed. */
		SHARED_FATE,

		/** A child that crashes at once each time never makes its supervisor give up. */
		ENDLESS_LOOP

	}

	@Override
	public String toString() {
		return this.path + ": " + this.text;
	}

}
