package io.triotp.spring.boot.observation;

import java.time.Duration;

import io.micrometer.common.KeyValues;
import io.triotp.process.HandledMessage;
import io.triotp.process.MessageKind;
import io.triotp.spring.boot.observation.TriOtpObservation.HighCardinalityKeyNames;
import io.triotp.spring.boot.observation.TriOtpObservation.LowCardinalityKeyNames;

/**
 * The default names and keys of the observations of callbacks and tasks.
 */
public class DefaultMessageHandlerObservationConvention implements MessageHandlerObservationConvention {

	@Override
	public String getName() {
		return TriOtpObservation.HANDLER.observationName();
	}

	@Override
	public String getContextualName(MessageHandlerContext context) {
		HandledMessage message = context.getMessage();
		String name = MessageNames.message(message.content());
		return switch (message.kind()) {
			case TASK -> "task " + name;
			case START -> "start " + name;
			case CONTINUE -> "continue " + name;
			default -> "handle " + name;
		};
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(MessageHandlerContext context) {
		HandledMessage message = context.getMessage();
		return KeyValues.of(LowCardinalityKeyNames.APPLICATION.withValue(MessageNames.application(message.path())),
				LowCardinalityKeyNames.BEHAVIOR.withValue(MessageNames.type(message.type())),
				LowCardinalityKeyNames.MESSAGE.withValue(MessageNames.message(message.content())),
				LowCardinalityKeyNames.KIND.withValue(MessageNames.kind(message.kind())),
				LowCardinalityKeyNames.OUTCOME.withValue(context.getOutcome()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(MessageHandlerContext context) {
		HandledMessage message = context.getMessage();
		KeyValues known = KeyValues.of(HighCardinalityKeyNames.PATH.withValue(message.path()),
				HighCardinalityKeyNames.PID.withValue(message.receiver().toString()));
		return message.waited()
			.map(Duration::toMillis)
			.map((waited) -> known.and(HighCardinalityKeyNames.WAITED.withValue(waited.toString())))
			.orElse(known);
	}

}
