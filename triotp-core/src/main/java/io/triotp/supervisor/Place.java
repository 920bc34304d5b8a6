package io.triotp.supervisor;

import java.util.Objects;

import io.triotp.Pure;
import io.triotp.process.SafeText;

/**
 * A place in a supervision tree. Paths consist of ids with slashes in between and begin
 * with the name of an application, such as {@code shop/orders/worker}. The process that
 * restarts the root of an application, the application master, has no place of its own:
 * its path is empty, and that of its child is the name of the application.
 *
 * @param path the ids from the root of the application to this
 * @param staticPath the same, but below a dynamic supervisor the place of that
 * supervisor: one of the few places that a specification names
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
	 * {@return an id or a name that can be part of a path}
	 * @param what what it is, for the error
	 * @param id the id
	 * @throws IllegalArgumentException if it is blank, or contains a slash or what
	 * controls a terminal
	 */
	public static String requirePart(String what, String id) {
		if (id.isBlank() || id.contains(SEPARATOR) || !SafeText.of(id).equals(id)) {
			throw new IllegalArgumentException(what
					+ " must not be blank nor contain '/' or control characters, but is '" + SafeText.of(id) + "'");
		}
		return id;
	}

	/**
	 * {@return whether this is above the root of an application}
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
	 * {@return the part of the path before the first slash: in the tree of an application
	 * its name, empty for the application master}
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
