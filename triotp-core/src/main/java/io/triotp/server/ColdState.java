package io.triotp.server;

import org.jspecify.annotations.Nullable;

/**
 * State that a server rarely needs, kept apart so that a server without it pays for one
 * field only.
 */
sealed interface ColdState permits Starting, Extras {

	/**
	 * {@return what the server needs until it is up, {@code null} once it is}
	 */
	@Nullable Starting starting();

}
