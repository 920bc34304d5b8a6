package io.triotp.spring.boot.actuate;

import java.util.Set;

import io.triotp.spring.boot.view.Mask;
import io.triotp.spring.boot.view.Wanted;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;

/**
 * Who may see what servers hold, and what of it.
 */
public final class ShownValues {

	private final Show show;

	private final Set<String> roles;

	private final Sanitizer sanitizer;

	/**
	 * Create a new instance.
	 * @param show when values are shown
	 * @param roles the roles of those who may see them, if that is asked; empty for
	 * everybody who is known
	 * @param functions hide single values, by name or content
	 */
	public ShownValues(Show show, Set<String> roles, Iterable<SanitizingFunction> functions) {
		this.show = show;
		this.roles = Set.copyOf(roles);
		this.sanitizer = new Sanitizer(functions);
	}

	static ShownValues never() {
		return new ShownValues(Show.NEVER, Set.of(), Set.of());
	}

	String when() {
		return this.show.name();
	}

	Wanted.State forWhomever(SecurityContext security) {
		if (this.show.isShown(security, this.roles)) {
			return new Wanted.State.Shown(mask());
		}
		return new Wanted.State.Refused(
				(this.show == Show.NEVER) ? "values are never shown here, see management.endpoint.triotp.show-values"
						: "values are shown to those who have logged in"
								+ (this.roles.isEmpty() ? "" : " and have one of the roles " + this.roles));
	}

	/** Boot's functions look at the name of a property: that of a component is one. */
	private Mask mask() {
		return (name, value) -> this.sanitizer
			.sanitize(new SanitizableData(null, name.isEmpty() ? "state" : name, value), true);
	}

}
