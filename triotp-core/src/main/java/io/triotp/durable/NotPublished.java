package io.triotp.durable;

import java.util.Objects;

/**
 * What a {@link StateStore} throws if somebody who was told of an event has refused it:
 * nothing is stored, though the store serves.
 */
@SuppressWarnings("serial")
public final class NotPublished extends RuntimeException {

	/**
	 * Creates an exception.
	 * @param event the event that was refused
	 * @param cause what was thrown
	 */
	public NotPublished(Object event, Throwable cause) {
		super("the event " + Objects.requireNonNull(event, "event").getClass().getName() + " was refused: "
				+ Objects.requireNonNull(cause, "cause"), cause);
	}

}
