package io.triotp.process;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How to start a process.
 *
 * @param name the name to register before it runs, {@code null} for none
 * @param label its name for people, in lists and thread names, {@code null} for none
 * @param linked whether to link it with the process that starts it
 * @param mailbox the bound of its mailbox, {@code null} for none (OTP P1)
 */
public record SpawnOptions(@Nullable String name, @Nullable String label, boolean linked,
		@Nullable MailboxLimit mailbox) {

	private static final SpawnOptions DEFAULTS = new SpawnOptions(null, null, false, null);

	/**
	 * {@return options without name, label, link and bound}
	 */
	public static SpawnOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * {@return these options with a name, which also becomes the label if there is none}
	 * @param name the name
	 */
	public SpawnOptions name(String name) {
		Objects.requireNonNull(name, "name");
		return new SpawnOptions(name, (this.label != null) ? this.label : name, this.linked, this.mailbox);
	}

	/**
	 * {@return these options with a label}
	 * @param label the label
	 */
	public SpawnOptions label(String label) {
		return new SpawnOptions(this.name, Objects.requireNonNull(label, "label"), this.linked, this.mailbox);
	}

	/**
	 * {@return these options with or without a link}
	 * @param linked whether to link
	 */
	public SpawnOptions linked(boolean linked) {
		return new SpawnOptions(this.name, this.label, linked, this.mailbox);
	}

	/**
	 * {@return these options with a bounded mailbox}
	 * @param mailbox the bound, or {@code null} for none
	 */
	public SpawnOptions mailbox(@Nullable MailboxLimit mailbox) {
		return new SpawnOptions(this.name, this.label, this.linked, mailbox);
	}

}
