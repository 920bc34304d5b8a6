package io.triotp.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;

/**
 * Four kinds of servers as an application has them, each with records of its own as
 * messages and as state. What the compiler can do for one class it cannot do for four.
 */
final class Shop {

	private Shop() {
	}

	/** A client of one server. */
	interface Customer {

		/**
		 * Ask, and wait for the answer.
		 * @param number of the message
		 */
		void call(int number);

		/**
		 * Tell, and do not wait.
		 * @param number of the message
		 */
		void cast(int number);

	}

	/**
	 * {@return customers of four servers of the same class}
	 * @param node where they live
	 */
	static List<Customer> one(Node node) {
		List<Customer> customers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			customers.add(new Saver(start(node, "account-" + i, Account::new)));
		}
		return customers;
	}

	/**
	 * {@return customers of four servers of a class each}
	 * @param node where they live
	 */
	static List<Customer> four(Node node) {
		return List.of(new Saver(start(node, "account", Account::new)), new Buyer(start(node, "stock", Stock::new)),
				new Visitor(start(node, "session", Session::new)), new Sensor(start(node, "meter", Meter::new)));
	}

	private static <P extends GenServer<?, ?, ?>> ServerRef<P> start(Node node, String name, Supplier<P> server) {
		node.start(ApplicationSpec.of(name, SupervisorSpec.oneForOne(ChildSpec.server(name, server).name(name))));
		return node.server(name);
	}

	private record Withdraw(long cents) implements Call<Account, Boolean> {
	}

	private record Deposit(long cents) implements Cast<Account> {
	}

	private static final class Account implements GenServer<Long, Withdraw, Deposit> {

		@Override
		public Long init() {
			return 1_000_000L;
		}

		@Override
		public CallResult<Long> handleCall(Withdraw withdraw, From from, Long balance) {
			boolean covered = balance >= withdraw.cents();
			return reply(withdraw, covered, covered ? balance - withdraw.cents() : balance);
		}

		@Override
		public Next<Long> handleCast(Deposit deposit, Long balance) {
			return next(balance + deposit.cents());
		}

	}

	private record Saver(ServerRef<Account> account) implements Customer {

		@Override
		public void call(int number) {
			this.account.call(new Withdraw(number));
		}

		@Override
		public void cast(int number) {
			this.account.cast(new Deposit(number));
		}

	}

	private record Shelf(int items, int reserved) {
	}

	private record Reserve(int items) implements Call<Stock, Shelf> {
	}

	private record Deliver(int items) implements Cast<Stock> {
	}

	private static final class Stock implements GenServer<Shelf, Reserve, Deliver> {

		@Override
		public Shelf init() {
			return new Shelf(1_000, 0);
		}

		@Override
		public CallResult<Shelf> handleCall(Reserve reserve, From from, Shelf shelf) {
			Shelf after = new Shelf(shelf.items() - reserve.items(), shelf.reserved() + reserve.items());
			return reply(reserve, after, after);
		}

		@Override
		public Next<Shelf> handleCast(Deliver deliver, Shelf shelf) {
			return next(new Shelf(shelf.items() + deliver.items(), shelf.reserved()));
		}

	}

	private record Buyer(ServerRef<Stock> stock) implements Customer {

		@Override
		public void call(int number) {
			this.stock.call(new Reserve(number));
		}

		@Override
		public void cast(int number) {
			this.stock.cast(new Deliver(number));
		}

	}

	private record Visit(String page, int clicks) {
	}

	private record LastPage(int clicks) implements Call<Session, String> {
	}

	private record Click(String page) implements Cast<Session> {
	}

	private static final class Session implements GenServer<Visit, LastPage, Click> {

		@Override
		public Visit init() {
			return new Visit("/", 0);
		}

		@Override
		public CallResult<Visit> handleCall(LastPage last, From from, Visit visit) {
			return reply(last, visit.page(), new Visit(visit.page(), visit.clicks() + last.clicks()));
		}

		@Override
		public Next<Visit> handleCast(Click click, Visit visit) {
			return next(new Visit(click.page(), visit.clicks() + 1));
		}

	}

	private record Visitor(ServerRef<Session> session) implements Customer {

		@Override
		public void call(int number) {
			this.session.call(new LastPage(number));
		}

		@Override
		public void cast(int number) {
			this.session.cast(new Click("/cart"));
		}

	}

	private record Mean(double sum, long count) {
	}

	private record Above(double limit) implements Call<Meter, Boolean> {
	}

	private record Reading(double value) implements Cast<Meter> {
	}

	private static final class Meter implements GenServer<Mean, Above, Reading> {

		@Override
		public Mean init() {
			return new Mean(0, 0);
		}

		@Override
		public CallResult<Mean> handleCall(Above above, From from, Mean mean) {
			return reply(above, mean.sum() > above.limit() * mean.count(), mean);
		}

		@Override
		public Next<Mean> handleCast(Reading reading, Mean mean) {
			return next(new Mean(mean.sum() + reading.value(), mean.count() + 1));
		}

	}

	private record Sensor(ServerRef<Meter> meter) implements Customer {

		@Override
		public void call(int number) {
			this.meter.call(new Above(number));
		}

		@Override
		public void cast(int number) {
			this.meter.cast(new Reading(number));
		}

	}

}
