package io.triotp.spring.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and keys of the observations of callbacks and tasks. A bean of this type replaces
 * {@link DefaultMessageHandlerObservationConvention}.
 */
public interface MessageHandlerObservationConvention extends ObservationConvention<MessageHandlerContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof MessageHandlerContext;
	}

}
