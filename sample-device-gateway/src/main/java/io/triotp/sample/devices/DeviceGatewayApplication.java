package io.triotp.sample.devices;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Takes the readings of devices over HTTP.
 */
@SpringBootApplication
public class DeviceGatewayApplication {

	public static void main(String[] args) {
		SpringApplication.run(DeviceGatewayApplication.class, args);
	}

}
