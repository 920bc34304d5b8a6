package io.triotp.sample.carts;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import io.triotp.durable.Repeatable;
import io.triotp.durable.RequestId;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.Reminder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
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

	private static final Logger logger = LoggerFactory.getLogger(Cart.class);

	private final String customer;

	@Value("${carts.abandoned-after:2d}")
	private Duration abandonedAfter = Duration.ZERO;

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

	/** It may come twice: it has an id, so the second gets the order of the first. */
	record CheckOut(RequestId requestId) implements Ask<Order>, Repeatable {
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
				yield reply(put, next, next).remind("abandoned", this.abandonedAfter);
			}
			case Look look -> reply(look, cart, cart);
			case CheckOut out ->
				reply(out, new Order(this.customer, cart.articles()), init()).cancelReminder("abandoned");
		};
	}

	@Override
	public Next<Content> handleInfo(Object message, Content cart) {
		return switch (message) {
			case Reminder abandoned -> {
				logger.info("{} has left a cart with {}", this.customer, cart.articles());
				yield next(init());
			}
			default -> next(cart);
		};
	}

}
// end::cart[]
