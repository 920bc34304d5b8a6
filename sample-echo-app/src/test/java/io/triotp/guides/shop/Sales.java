package io.triotp.guides.shop;

import io.triotp.supervisor.KeyedServers;

import org.springframework.stereotype.Service;

// tag::sales[]
@Service
class Sales {

	private final KeyedServers<Cart> carts;

	Sales(KeyedServers<Cart> carts) {
		this.carts = carts;
	}

	String add(String customer, String article) {
		return this.carts.get(customer).call(new Cart.Add(article));
	}

}
// end::sales[]
