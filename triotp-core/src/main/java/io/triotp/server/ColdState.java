package io.triotp.server;

import org.jspecify.annotations.Nullable;

/**
 * What a server needs at times, so that one without pays for one field only.
 */
sealed interface ColdState permits Starting, Extras {

	/**
	 * {@return what is needed until the server is up, {@code null} when it is}
	 */
	@Nullable Starting starting();

}
