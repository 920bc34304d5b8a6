package io.triotp.sample.devices;

import java.time.Duration;

import io.triotp.node.Node;
import io.triotp.supervisor.KeyedServers;
import io.triotp.test.Await;
import io.triotp.test.ManualTime;
import io.triotp.test.spring.TriotpSliceTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verify;

/**
 * Devices that are not heard of.
 */
// tag::slice[]
@TriotpSliceTest(manualTime = true)
class ForgottenDeviceTests {

	@MockitoBean
	private DeviceStore store;

	@Autowired
	private KeyedServers<Device> devices;

	@Test
	void one_that_is_not_heard_of_has_no_process_any_more_and_is_not_restarted(Node node, ManualTime time) {
		DeviceState warm = this.devices.get("d1").call(new Device.Report(20));
		verify(this.store).save(warm);
		Await.quiet(node);
		time.advance(Duration.ofMinutes(10));
		Await.until(() -> node.whereis("gateway/devices/d1").isEmpty());
		Await.quiet(node);
		assertThat(this.devices.keys()).isEmpty();
	}

}
// end::slice[]
