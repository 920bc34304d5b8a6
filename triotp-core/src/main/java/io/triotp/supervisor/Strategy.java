package io.triotp.supervisor;

import io.triotp.Pure;

/**
 * Which children a supervisor restarts when one has ended.
 */
@Pure
public enum Strategy {

	/** Only that child (OTP V23). */
	ONE_FOR_ONE,

	/** All of them (OTP V25). */
	ONE_FOR_ALL,

	/** That child and all children started after it (OTP V24). */
	REST_FOR_ONE

}
