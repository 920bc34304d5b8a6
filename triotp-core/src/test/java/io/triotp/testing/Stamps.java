package io.triotp.testing;

import java.time.Instant;

import io.triotp.process.Stamp;

/**
 * The stamp of an event that is expected, whenever it comes.
 */
public final class Stamps {

	/** Compared with nothing: ignore the field {@code stamp}. */
	public static final Stamp ANY = new Stamp(0, Instant.EPOCH, "anywhere");

	private Stamps() {
	}

}
