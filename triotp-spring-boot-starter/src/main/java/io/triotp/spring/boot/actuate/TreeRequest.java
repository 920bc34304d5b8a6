package io.triotp.spring.boot.actuate;

import org.jspecify.annotations.Nullable;

/**
 * Which part of the trees somebody wants to see, within what the server allows.
 *
 * @param root the id or path of the node to begin with, {@code null} for the roots of
 * applications
 * @param application the application, {@code null} for all
 * @param depth how many levels
 * @param limit how many nodes
 */
record TreeRequest(@Nullable String root, @Nullable String application, int depth, int limit) {

	static final int DEFAULT_DEPTH = 3;

	static final int MAX_DEPTH = 8;

	static final int DEFAULT_LIMIT = 500;

	static final int MAX_LIMIT = 2000;

	TreeRequest {
		depth = Math.clamp(depth, 1, MAX_DEPTH);
		limit = Math.clamp(limit, 1, MAX_LIMIT);
	}

	static TreeRequest of(@Nullable String root, @Nullable String application, @Nullable Integer depth,
			@Nullable Integer limit) {
		return new TreeRequest(root, application, (depth != null) ? depth : DEFAULT_DEPTH,
				(limit != null) ? limit : DEFAULT_LIMIT);
	}

}
