package io.triotp.sample.devices;

import java.util.Optional;

import io.triotp.server.ServerRef;
import io.triotp.supervisor.KeyedServers;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The devices over HTTP.
 */
// tag::controller[]
@RestController
@RequestMapping("/devices/{id}")
class DeviceController {

	private final KeyedServers<Device> devices;

	private final DeviceStore store;

	DeviceController(KeyedServers<Device> devices, DeviceStore store) {
		this.devices = devices;
		this.store = store;
	}

	record Reading(double celsius) {
	}

	/** The first reading of a device starts its process. */
	@PostMapping("/readings")
	DeviceState report(@PathVariable String id, @RequestBody Reading reading) {
		return this.devices.get(id).call(new Device.Report(reading.celsius()));
	}

	/** Whoever only looks starts none. */
	@GetMapping
	ResponseEntity<DeviceState> show(@PathVariable String id) {
		Optional<ServerRef<Device>> running = this.devices.find(id);
		return ResponseEntity.of(running.map((device) -> device.call(new Device.Show())).or(() -> this.store.find(id)));
	}

	/** It is there again with the next reading. */
	@DeleteMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void stop(@PathVariable String id) {
		this.devices.stop(id);
	}

}
// end::controller[]
