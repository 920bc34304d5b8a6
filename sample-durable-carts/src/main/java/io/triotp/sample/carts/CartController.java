package io.triotp.sample.carts;

import io.triotp.durable.RequestId;
import io.triotp.server.CallException;
import io.triotp.virtual.VirtualServers;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The carts over HTTP.
 */
@RestController
@RequestMapping("/carts/{customer}")
class CartController {

	private final VirtualServers<Cart> carts;

	CartController(VirtualServers<Cart> carts) {
		this.carts = carts;
	}

	@GetMapping
	Cart.Content look(@PathVariable String customer) {
		return this.carts.of(customer).call(new Cart.Look());
	}

	@PostMapping("/articles")
	Cart.Content put(@PathVariable String customer, @RequestParam String article,
			@RequestParam(defaultValue = "1") int number) {
		return this.carts.of(customer).call(new Cart.Put(article, number));
	}

	// tag::order[]
	@PostMapping("/order")
	Cart.Order checkOut(@PathVariable String customer, @RequestHeader("Idempotency-Key") RequestId requestId) {
		return this.carts.of(customer).call(new Cart.CheckOut(requestId));
	}
	// end::order[]

	/**
	 * Among others, that the database is away: nothing was done then, or nobody knows.
	 */
	@ExceptionHandler
	ProblemDetail noAnswer(CallException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
	}

}
