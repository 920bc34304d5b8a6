package io.triotp.sample.devices;

import java.time.Duration;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.IdleTimeout;
import io.triotp.server.InitResult;
import io.triotp.server.Next;
import io.triotp.spring.boot.Supervised;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

/**
 * One device. It begins with what the database knows of it, writes down each reading
 * before it answers, and ends when it has not been heard of for a while.
 */
// tag::device[]
@Component
@Scope("prototype")
@Supervised(discover = false)
class Device implements GenServer<DeviceState, Device.Request<?>, Cast<Device>> {

	private static final double ABSOLUTE_ZERO = -273.15;

	private final String id;

	private final DeviceStore store;

	private final Duration forgetAfter;

	Device(String id, DeviceStore store, @Value("${devices.forget-after}") Duration forgetAfter) {
		this.id = id;
		this.store = store;
		this.forgetAfter = forgetAfter;
	}

	sealed interface Request<R> extends Call<Device, R> {

	}

	record Report(double celsius) implements Request<DeviceState> {
	}

	record Show() implements Request<DeviceState> {
	}

	@Override
	public DeviceState init() {
		return this.store.find(this.id).orElseGet(() -> DeviceState.unheardOf(this.id));
	}

	@Override
	public InitResult<DeviceState> onStart() {
		return InitResult.ready(init()).idle(this.forgetAfter);
	}

	@Override
	public CallResult<DeviceState> handleCall(Request<?> request, From from, DeviceState state) {
		return switch (request) {
			case Show show -> reply(show, state, state).idle(this.forgetAfter);
			case Report report when !(report.celsius() >= ABSOLUTE_ZERO) ->
				raise(new IllegalArgumentException("It is never colder than " + ABSOLUTE_ZERO + " degrees"), state)
					.idle(this.forgetAfter);
			case Report report -> {
				DeviceState next = state.reading(report.celsius());
				this.store.save(next);
				yield reply(report, next, next).idle(this.forgetAfter);
			}
		};
	}

	@Override
	public Next<DeviceState> handleInfo(Object message, DeviceState state) {
		return (message instanceof IdleTimeout) ? stop(state) : next(state).idle(this.forgetAfter);
	}

}
// end::device[]
