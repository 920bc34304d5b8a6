package io.triotp.server;

import java.time.Duration;
import java.util.Objects;

import io.triotp.process.MailboxLimit;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * How a server is started.
 *
 * @param name the name to register before {@code init} runs, or {@code null}
 * @param label its display name in lists and thread names, or {@code null}
 * @param startTimeout how long {@code init} may take, {@code null} for the default of the
 * node
 * @param mailbox the limit of its mailbox, {@code null} for none
 */
public record ServerOptions(@Nullable String name, @Nullable String label, @Nullable Duration startTimeout,
		@Nullable MailboxLimit mailbox) {

	private static final ServerOptions DEFAULTS = new ServerOptions(null, null, null, null);

	public ServerOptions {
		if (startTimeout != null && (startTimeout.isNegative() || startTimeout.isZero())) {
			throw new IllegalArgumentException(
					"The start timeout must be more than 0, but is " + TimeText.of(startTimeout));
		}
	}

	/**
	 * {@return options with no name, no label, the start timeout of the node and no
	 * mailbox limit}
	 */
	public static ServerOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * {@return the defaults with a name}
	 * @param name the name
	 */
	public static ServerOptions named(String name) {
		return DEFAULTS.name(name);
	}

	/**
	 * {@return these options with a name}
	 * @param name the name
	 */
	public ServerOptions name(String name) {
		return new ServerOptions(Objects.requireNonNull(name, "name"), this.label, this.startTimeout, this.mailbox);
	}

	/**
	 * {@return these options with a label}
	 * @param label the label
	 */
	public ServerOptions label(String label) {
		return new ServerOptions(this.name, Objects.requireNonNull(label, "label"), this.startTimeout, this.mailbox);
	}

	/**
	 * {@return these options with a start timeout}
	 * @param startTimeout more than 0, or {@code null} for the default of the node
	 */
	public ServerOptions startTimeout(@Nullable Duration startTimeout) {
		return new ServerOptions(this.name, this.label, startTimeout, this.mailbox);
	}

	/**
	 * {@return these options with a bounded mailbox}
	 * @param mailbox the limit, or {@code null} for none
	 */
	public ServerOptions mailbox(@Nullable MailboxLimit mailbox) {
		return new ServerOptions(this.name, this.label, this.startTimeout, mailbox);
	}

}
