package io.triotp.server;

/**
 * The one {@link After.Nothing}.
 */
final class Nothings {

	static final After NOTHING = new After.Nothing();

	private Nothings() {
	}

}
