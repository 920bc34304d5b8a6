package io.triotp.test.simulation;

/**
 * What a server crashes with when the simulation makes it crash.
 */
public final class InjectedCrash extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InjectedCrash(int number) {
		super("crash " + number + " of the simulation", null, false, false);
	}

}
