package io.triotp.sample.carts;

import java.util.Map;
import java.util.TreeMap;

import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

/**
 * The cart of a customer. Its state is stored before anybody is answered.
 */
// tag::cart[]
@Component
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
class Cart implements GenServer<Cart.Content, Cart.Ask<?>, Cast<Cart>> {

	private final String customer;

	Cart(String customer) {
		this.customer = customer;
	}

	record Content(Map<String, Integer> articles) {

		Content with(String article, int number) {
			Map<String, Integer> all = new TreeMap<>(this.articles);
			all.merge(article, number, Integer::sum);
			return new Content(Map.copyOf(all));
		}

	}

	sealed interface Ask<R> extends Call<Cart, R> {

	}

	record Put(String article, int number) implements Ask<Content> {
	}

	record Look() implements Ask<Content> {
	}

	record CheckOut() implements Ask<Order> {
	}

	record Order(String customer, Map<String, Integer> articles) {
	}

	@Override
	public Content init() {
		return new Content(Map.of());
	}

	@Override
	public CallResult<Content> handleCall(Ask<?> request, From from, Content cart) {
		return switch (request) {
			case Put put -> {
				Content next = cart.with(put.article(), put.number());
				yield reply(put, next, next);
			}
			case Look look -> reply(look, cart, cart);
			case CheckOut out -> reply(out, new Order(this.customer, cart.articles()), init());
		};
	}

}
// end::cart[]
