package io.triotp.sample.carts;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Carts by customer.
 */
@SpringBootApplication
public class CartsApplication {

	/**
	 * Starts the application.
	 * @param arguments arguments of Spring Boot
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(CartsApplication.class, arguments);
	}

}
