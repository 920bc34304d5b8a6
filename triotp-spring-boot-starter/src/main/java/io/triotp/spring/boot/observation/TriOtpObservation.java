package io.triotp.spring.boot.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of a node.
 */
public enum TriOtpObservation implements ObservationDocumentation {

	/** A call, from its sending until its caller goes on. */
	CALL("triotp.call", DefaultMessageSendObservationConvention.class),

	/** A cast, or a message sent with {@code send}, until it is in the mailbox. */
	CAST("triotp.cast", DefaultMessageSendObservationConvention.class),

	/** A callback of a server, or a task. */
	HANDLER("triotp.handler", DefaultMessageHandlerObservationConvention.class);

	private final String observationName;

	private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;

	TriOtpObservation(String observationName,
			Class<? extends ObservationConvention<? extends Observation.Context>> convention) {
		this.observationName = observationName;
		this.convention = convention;
	}

	/**
	 * {@return the name of the observation, such as {@code triotp.call}}
	 */
	public String observationName() {
		return this.observationName;
	}

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return this.convention;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return LowCardinalityKeyNames.values();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return HighCardinalityKeyNames.values();
	}

	/** Keys with few values. */
	public enum LowCardinalityKeyNames implements KeyName {

		/** The application of the receiver: the first part of its path. */
		APPLICATION("application"),

		/** The simple name of the class of the code of the receiver. */
		BEHAVIOR("behavior"),

		/** The simple name of the class of the message. */
		MESSAGE("message"),

		/** What it is: call, cast, info, start, continue or task. */
		KIND("kind"),

		/** How it ended. */
		OUTCOME("outcome");

		private final String key;

		LowCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/** Keys with many values; they become tags of spans, not of meters. */
	public enum HighCardinalityKeyNames implements KeyName {

		/** The path of the receiver. */
		PATH("path"),

		/** The pid of the receiver. */
		PID("pid"),

		/**
		 * How long the message waited before it was handled, in milliseconds; of handlers
		 * only.
		 */
		WAITED("waited");

		private final String key;

		HighCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
