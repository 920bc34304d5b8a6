package io.triotp.sample.devices;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a device.
 *
 * @param id its id
 * @param readings how many readings it has sent
 * @param celsius the last one, {@code null} before the first
 */
record DeviceState(String id, long readings, @Nullable Double celsius) {

	static DeviceState unheardOf(String id) {
		return new DeviceState(id, 0, null);
	}

	DeviceState reading(double celsius) {
		return new DeviceState(this.id, this.readings + 1, celsius);
	}

}
