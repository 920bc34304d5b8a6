package io.triotp.virtual;

import io.triotp.process.Envelope;
import io.triotp.process.Outlet;

/**
 * A message to a virtual server that an {@link Outlet} holds back.
 *
 * @param servers where it goes
 * @param key the key of its server
 * @param envelope the message
 */
record HeldForKey(Residents servers, String key, Envelope envelope) implements Outlet.Output {

	@Override
	public void release() {
		this.servers.release(this.key, this.envelope);
	}

	@Override
	public void drop() {
		this.servers.drop(this.key, this.envelope);
	}

}
