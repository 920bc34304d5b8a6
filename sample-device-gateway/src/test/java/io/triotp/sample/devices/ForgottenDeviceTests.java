package io.triotp.sample.devices;

import io.triotp.node.Node;
import io.triotp.supervisor.KeyedServers;
import io.triotp.test.Await;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Devices that are not heard of.
 */
@SpringBootTest(properties = { "devices.forget-after=1ms", "spring.datasource.url=jdbc:h2:mem:forgotten-tests" })
class ForgottenDeviceTests {

	@Autowired
	private Node node;

	@Autowired
	private KeyedServers<Device> devices;

	@Autowired
	private DeviceStore store;

	@Test
	void one_that_is_not_heard_of_has_no_process_any_more_and_is_not_restarted() {
		this.devices.get("d1");
		Await.until(() -> this.node.whereis("gateway/devices/d1").isEmpty() && this.devices.keys().isEmpty());
		this.store.save(DeviceState.unheardOf("d1").reading(20));
		assertThat(this.store.find("d1")).hasValueSatisfying((device) -> assertThat(device.readings()).isOne());
	}

}
