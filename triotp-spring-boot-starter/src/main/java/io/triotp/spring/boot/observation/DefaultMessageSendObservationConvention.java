package io.triotp.spring.boot.observation;

import java.util.Objects;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.triotp.process.Pid;
import io.triotp.process.SentMessage;
import io.triotp.spring.boot.observation.TriOtpObservation.HighCardinalityKeyNames;
import io.triotp.spring.boot.observation.TriOtpObservation.LowCardinalityKeyNames;

/**
 * The default keys of the observations of calls, casts and messages sent with
 * {@code send}.
 */
public class DefaultMessageSendObservationConvention implements CallObservationConvention, CastObservationConvention {

	private final String name;

	/**
	 * Creates a convention.
	 * @param name the name of the observations, such as {@code triotp.call}
	 */
	public DefaultMessageSendObservationConvention(String name) {
		this.name = Objects.requireNonNull(name, "name");
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof MessageSendContext;
	}

	@Override
	public String getContextualName(MessageSendContext context) {
		SentMessage message = context.getMessage();
		return MessageNames.kind(message.kind()) + " " + MessageNames.message(message.content());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(MessageSendContext context) {
		SentMessage message = context.getMessage();
		String application = (message.receiver() instanceof Pid pid) ? MessageNames.application(pid.path())
				: KeyValue.NONE_VALUE;
		return KeyValues.of(LowCardinalityKeyNames.APPLICATION.withValue(application),
				LowCardinalityKeyNames.BEHAVIOR
					.withValue(message.receiverType().map(MessageNames::type).orElse(KeyValue.NONE_VALUE)),
				LowCardinalityKeyNames.MESSAGE.withValue(MessageNames.message(message.content())),
				LowCardinalityKeyNames.KIND.withValue(MessageNames.kind(message.kind())),
				LowCardinalityKeyNames.OUTCOME.withValue(context.getOutcome()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(MessageSendContext context) {
		Object receiver = context.getMessage().receiver();
		return (receiver instanceof Pid pid)
				? KeyValues.of(HighCardinalityKeyNames.PATH.withValue(pid.path()),
						HighCardinalityKeyNames.PID.withValue(pid.toString()))
				: KeyValues.of(HighCardinalityKeyNames.PATH.withValue(String.valueOf(receiver)));
	}

}
