package io.triotp.guides.shop;

import java.util.List;
import java.util.stream.Stream;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;

import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

/** One for each customer. The customer is given by who asks, all else is injected. */
@Component
@Scope("prototype")
class Cart implements GenServer<List<String>, Cart.Add, Cast<Cart>> {

	private final String customer;

	private final Stock stock;

	Cart(String customer, Stock stock) {
		this.customer = customer;
		this.stock = stock;
	}

	record Add(String article) implements Call<Cart, String> {
	}

	@Override
	public List<String> init() {
		return List.of();
	}

	@Override
	public CallResult<List<String>> handleCall(Add add, From from, List<String> articles) {
		if (!this.stock.take(add.article())) {
			return reply(add, "sold out", articles);
		}
		List<String> all = Stream.concat(articles.stream(), Stream.of(add.article())).toList();
		return reply(add, this.customer + " has " + all, all);
	}

}
