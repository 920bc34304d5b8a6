package io.triotp.spring.boot.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with the declared applications.
 *
 * @param property the full name of the property, such as
 * {@code triotp.applications.echo.supervisor.children[0].bean}
 * @param value what it says, {@code null} if it is not a single value
 * @param origin where it is written: file, line and column, or the name of a variable;
 * {@code null} if that is not known
 * @param reason why that is not possible
 * @param action what to do about it
 */
public record ConfigurationProblem(String property, @Nullable Object value, @Nullable String origin, String reason,
		String action) {

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("Property: ").append(this.property);
		if (this.value != null) {
			text.append("\nValue: \"").append(this.value).append('"');
		}
		if (this.origin != null) {
			text.append("\nOrigin: ").append(this.origin);
		}
		return text.append("\nReason: ").append(this.reason).append("\nAction: ").append(this.action).toString();
	}

}
