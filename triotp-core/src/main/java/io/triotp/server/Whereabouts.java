package io.triotp.server;

import io.triotp.process.Envelope;
import io.triotp.process.Pid;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers of a set of keys are, for {@linkplain ServerRef#keyed references by
 * key}: some have a process now, the others are started when a message comes. For authors
 * of behaviours. Called by any thread.
 */
public interface Whereabouts {

	/**
	 * {@return the process of a key that takes messages now, or {@code null} if there is
	 * none}
	 * @param key the key
	 */
	@Nullable Pid find(String key);

	/**
	 * {@return the process that sees to it that there are processes; {@code null} if none
	 * does, and messages are not kept}
	 */
	@Nullable Pid keeper();

	/**
	 * Sends an envelope to the server of a key. If it does not run, the envelope is kept
	 * until it does; if it cannot be started, the envelope is returned as undelivered.
	 * What one sender sends arrives in its order.
	 * @param sender the calling process, as returned by {@link Self#currentOrNull()}
	 * @param key the key
	 * @param found what {@link #find} returned
	 * @param envelope a new envelope
	 * @throws io.triotp.process.MailboxFullException if the bounded mailbox of the server
	 * refuses the message
	 * @throws io.triotp.process.ProcessExitedException if the calling process has been
	 * killed
	 */
	void deliver(@Nullable Self sender, String key, @Nullable Pid found, Envelope envelope);

}
