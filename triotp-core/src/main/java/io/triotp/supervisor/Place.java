package io.triotp.supervisor;

import java.util.Objects;

import io.triotp.Pure;
import io.triotp.process.SafeText;

/**
 * A place in a supervision tree. A path consists of ids separated by slashes and begins
 * with the name of an application, such as {@code shop/orders/worker}. The application
 * master, which restarts the root of an application, has an empty path; the path of its
 * child is the name of the application.
 *
 * @param path the ids from the root of the application to this place
 * @param staticPath the same, but below a dynamic supervisor the path of that supervisor:
 * one of the few places that a specification names
 */
@Pure
public record Place(String path, String staticPath) {

	private static final String SEPARATOR = "/";

	private static final Place APPLICATION_MASTER = new Place("", "");

	public Place {
		Objects.requireNonNull(path, "path");
		Objects.requireNonNull(staticPath, "staticPath");
	}

	/**
	 * {@return a place that a specification names}
	 * @param path the path, not empty
	 */
	public static Place of(String path) {
		return new Place(path, path);
	}

	/**
	 * {@return the place of every application master, above the root of its application}
	 */
	public static Place applicationMaster() {
		return APPLICATION_MASTER;
	}

	/**
	 * {@return the id, if it can be part of a path}
	 * @param what what the id is, for the error message
	 * @param id the id or name
	 * @throws IllegalArgumentException if it is blank, or contains a slash or control
	 * characters
	 */
	public static String requirePart(String what, String id) {
		Objects.requireNonNull(id, "id");
		if (id.isBlank() || id.contains(SEPARATOR) || !SafeText.of(id).equals(id)) {
			throw new IllegalArgumentException(what
					+ " must not be blank nor contain '/' or control characters, but is '" + SafeText.of(id) + "'");
		}
		return id;
	}

	/**
	 * {@return whether this is the place of an application master}
	 */
	public boolean isApplicationMaster() {
		return this.path.isEmpty();
	}

	/**
	 * {@return whether this is below a dynamic supervisor, in a place that no
	 * specification names}
	 */
	public boolean isBelowDynamic() {
		return !this.path.equals(this.staticPath);
	}

	/**
	 * {@return whether there are more than so many ids in the path}
	 */
	boolean isDeeperThan(int levels) {
		return this.path.length() > 2 * levels && this.path.chars().filter((c) -> c == '/').count() >= levels;
	}

	/**
	 * {@return the place of a child of the supervisor in this place}
	 * @param id the id of the child
	 */
	public Place child(String id) {
		String below = below(id);
		return new Place(below, isBelowDynamic() ? this.staticPath : below);
	}

	/**
	 * {@return the place of a child of the dynamic supervisor in this place}
	 * @param id the id of the child
	 */
	public Place dynamicChild(String id) {
		return new Place(below(id), this.staticPath);
	}

	private String below(String id) {
		return isApplicationMaster() ? id : this.path + SEPARATOR + id;
	}

	/**
	 * {@return the part of the path before the first slash: the name of the application,
	 * empty for the application master}
	 */
	public String application() {
		int end = this.path.indexOf(SEPARATOR);
		return (end < 0) ? this.path : this.path.substring(0, end);
	}

	/**
	 * {@return the path}
	 */
	@Override
	public String toString() {
		return this.path;
	}

}
