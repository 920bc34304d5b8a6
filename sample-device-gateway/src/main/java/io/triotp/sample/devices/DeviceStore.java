package io.triotp.sample.devices;

import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Where devices are remembered while they have no process.
 */
@Repository
class DeviceStore {

	private final JdbcClient jdbc;

	DeviceStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	Optional<DeviceState> find(String id) {
		return this.jdbc.sql("select id, readings, celsius from device where id = ?")
			.param(id)
			.query((row, number) -> new DeviceState(row.getString(1), row.getLong(2), row.getObject(3, Double.class)))
			.optional();
	}

	void save(DeviceState device) {
		this.jdbc.sql("merge into device (id, readings, celsius) key (id) values (?, ?, ?)")
			.param(device.id())
			.param(device.readings())
			.param(device.celsius())
			.update();
	}

}
