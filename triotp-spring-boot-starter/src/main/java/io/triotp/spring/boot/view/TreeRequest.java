package io.triotp.spring.boot.view;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Which part of the trees to show. A depth or limit beyond its range is cut to it.
 *
 * @param root the id or path of the node to begin with, {@code null} for the roots of
 * applications
 * @param application the application, {@code null} for all
 * @param depth how many levels, 1 to 8
 * @param limit how many nodes, 1 to 2000
 * @param sort the order of siblings
 * @param cursor where the last page of the children of the root ended, {@code null} for
 * the first page
 */
public record TreeRequest(@Nullable String root, @Nullable String application, int depth, int limit, TreeSort sort,
		@Nullable String cursor) {

	/** How many levels are shown by default. */
	public static final int DEFAULT_DEPTH = 3;

	/** How many levels can be shown. */
	public static final int MAX_DEPTH = 8;

	/** How many nodes are shown by default. */
	public static final int DEFAULT_LIMIT = 500;

	/** How many nodes can be shown. */
	public static final int MAX_LIMIT = 2000;

	public TreeRequest {
		Objects.requireNonNull(sort, "sort");
		depth = Math.clamp(depth, 1, MAX_DEPTH);
		limit = Math.clamp(limit, 1, MAX_LIMIT);
	}

	/**
	 * {@return a request for the trees of all applications, with the default depth and
	 * limit}
	 */
	public static TreeRequest all() {
		return of(null, null, null, null);
	}

	/**
	 * {@return a request}
	 * @param root the id or path of the node to begin with, {@code null} for the roots of
	 * applications
	 * @param application the application, {@code null} for all
	 * @param depth how many levels, {@code null} for {@value #DEFAULT_DEPTH}
	 * @param limit how many nodes, {@code null} for {@value #DEFAULT_LIMIT}
	 */
	public static TreeRequest of(@Nullable String root, @Nullable String application, @Nullable Integer depth,
			@Nullable Integer limit) {
		return new TreeRequest(root, application, (depth != null) ? depth : DEFAULT_DEPTH,
				(limit != null) ? limit : DEFAULT_LIMIT, TreeSort.SPEC, null);
	}

	/**
	 * {@return the same in another order}
	 * @param order the order of siblings, {@code null} for that of the specification
	 */
	public TreeRequest sortedBy(@Nullable TreeSort order) {
		return new TreeRequest(this.root, this.application, this.depth, this.limit,
				(order != null) ? order : TreeSort.SPEC, this.cursor);
	}

	/**
	 * {@return the same for another page of the children of the root}
	 * @param page the {@code nextCursor} of the page before, {@code null} for the first
	 */
	public TreeRequest after(@Nullable String page) {
		return new TreeRequest(this.root, this.application, this.depth, this.limit, this.sort, page);
	}

}
