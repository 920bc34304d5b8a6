package io.triotp.spring.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.triotp.process.MessageKind;

/**
 * Name and keys of the observations of calls, on the side of the caller. A bean of this
 * type replaces the default, {@link DefaultMessageSendObservationConvention}.
 */
public interface CallObservationConvention extends ObservationConvention<MessageSendContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof MessageSendContext send && send.getMessage().kind() == MessageKind.CALL;
	}

}
