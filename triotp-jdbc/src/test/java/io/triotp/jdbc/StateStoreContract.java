package io.triotp.jdbc;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.triotp.durable.AnsweredRequest;
import io.triotp.durable.DueServer;
import io.triotp.durable.DurableStore;
import io.triotp.durable.RequestId;
import io.triotp.durable.StateChange;
import io.triotp.durable.StateId;
import io.triotp.durable.StoreOptions;
import io.triotp.durable.StoredState;
import io.triotp.node.Node;
import io.triotp.server.CallException;
import io.triotp.server.PendingReply;
import io.triotp.server.Reminder;
import io.triotp.server.ServerRef;
import io.triotp.virtual.VirtualServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a store in a database does, whatever the database.
 */
abstract class StateStoreContract {

	private static final StateId ALICE = new StateId("cart", "alice");

	private static final StateId BOB = new StateId("cart", "bob");

	private HikariDataSource source;

	private JdbcStateStore states;

	abstract String url();

	@BeforeEach
	void open() throws SQLException, IOException {
		this.source = Databases.pool(url());
		Databases.prepare(this.source);
		Databases.empty(this.source);
		this.states = JdbcStateStore.of(this.source);
	}

	@AfterEach
	void close() {
		this.source.close();
	}

	private JdbcDialect dialect() throws SQLException {
		try (Connection connection = this.source.getConnection()) {
			return JdbcDialect.of(connection.getMetaData().getDatabaseProductName());
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static StateChange first(StateId id, String text) {
		return new StateChange(id, 0, 0, 1, 50, 1, bytes(text), List.of());
	}

	private static StateChange change(StateId id, long expected, String text) {
		return new StateChange(id, expected, 50, expected + 1, 50, 1, bytes(text), List.of());
	}

	private String stored(StateId id) throws SQLException {
		StoredState stored = this.states.load(id);
		return (stored != null) ? new String(stored.bytes(), StandardCharsets.UTF_8) : "nothing";
	}

	private static StateChange answering(StateId id, long expected, byte[] state, AnsweredRequest... answered) {
		return new StateChange(id, expected, 50, expected + 1, 50, 1, state, List.of(), List.of(), List.of(answered));
	}

	private static AnsweredRequest answered(String id, String reply, int millis) {
		return new AnsweredRequest(new RequestId(id), (reply != null) ? bytes(reply) : null, NOON.plusMillis(millis),
				null);
	}

	private String reply(StateId id, String request) throws SQLException {
		AnsweredRequest found = this.states.answered(id, new RequestId(request));
		return (found == null) ? "not there"
				: ((found.reply() != null) ? new String(found.reply(), StandardCharsets.UTF_8) : "nothing") + " at "
						+ Duration.between(NOON, found.at()).toMillis();
	}

	private List<String> requests(StateId id) throws SQLException {
		return this.states.answered(id, 10).stream().map(RequestId::value).toList();
	}

	@Test
	void requests_are_stored_with_the_change_they_have_made() throws SQLException {
		assertThat(requests(ALICE)).isEmpty();
		this.states.commit(List.of(answering(ALICE, 0, bytes("one"), answered("a", "first", 0)),
				answering(BOB, 0, bytes("one"), answered("a", "of bob", 0))));
		this.states
			.commit(List.of(answering(ALICE, 1, bytes("two"), answered("b", "second", 1), answered("c", null, 2))));
		assertThat(requests(ALICE)).containsExactlyInAnyOrder("a", "b", "c");
		assertThat(reply(ALICE, "a")).isEqualTo("first at 0");
		assertThat(reply(ALICE, "c")).isEqualTo("nothing at 2");
		assertThat(reply(ALICE, "d")).isEqualTo("not there");
		assertThat(reply(BOB, "a")).isEqualTo("of bob at 0");
		assertThat(this.states.answered(ALICE, 2)).hasSize(2);
	}

	@Test
	void the_requests_of_a_change_in_conflict_are_not_stored() throws SQLException {
		this.states.commit(List.of(first(ALICE, "one")));
		assertThat(this.states.commit(List.of(answering(ALICE, 7, bytes("eight"), answered("a", "lost", 0)),
				answering(BOB, 0, bytes("one"), answered("a", "kept", 0)))))
			.containsExactly(false, true);
		assertThat(requests(ALICE)).isEmpty();
		assertThat(requests(BOB)).hasSize(1);
	}

	@Test
	void requests_stay_when_the_state_is_removed_and_where_there_was_none() throws SQLException {
		this.states.commit(List.of(answering(ALICE, 0, bytes("one"), answered("a", "bought", 0))));
		assertThat(this.states.commit(List.of(answering(ALICE, 1, null, answered("b", "gone", 1)),
				answering(BOB, 0, null, answered("a", "nothing there", 0)))))
			.containsExactly(true, true);
		assertThat(stored(ALICE)).isEqualTo("nothing");
		assertThat(reply(ALICE, "b")).isEqualTo("gone at 1");
		assertThat(reply(ALICE, "a")).isEqualTo("bought at 0");
		assertThat(reply(BOB, "a")).isEqualTo("nothing there at 0");
	}

	@Test
	void a_change_whose_request_somebody_else_has_answered_is_in_conflict_and_others_are_stored() throws SQLException {
		this.states.commit(List.of(answering(ALICE, 0, null, answered("a", "first", 0))));
		StateChange again = new StateChange(ALICE, 0, 0, 1, 51, 1, bytes("again"), List.of(), List.of(),
				List.of(answered("b", "other", 1), answered("a", "again", 1)));
		assertThat(this.states.commit(List.of(again, first(BOB, "one"),
				answering(new StateId("cart", "carol"), 0, bytes("one"), answered("a", "of carol", 1)))))
			.containsExactly(false, true, true);
		assertThat(stored(ALICE)).isEqualTo("nothing");
		assertThat(requests(ALICE)).containsExactly("a");
		assertThat(reply(ALICE, "a")).isEqualTo("first at 0");
		assertThat(stored(BOB)).isEqualTo("one");
		assertThat(requests(new StateId("cart", "carol"))).containsExactly("a");
	}

	@Test
	void a_change_that_was_stored_with_its_requests_counts_as_stored_whatever_has_become_of_the_state()
			throws SQLException {
		StateChange first = answering(ALICE, 0, bytes("one"), answered("a", "first", 0));
		StateChange removal = answering(ALICE, 1, null, answered("b", "gone", 1));
		this.states.commit(List.of(first));
		this.states.commit(List.of(removal));
		assertThat(this.states.commit(List.of(removal))).containsExactly(true);
		assertThat(this.states.commit(List.of(first))).containsExactly(true);
		assertThat(stored(ALICE)).isEqualTo("nothing");
		assertThat(requests(ALICE)).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void a_request_that_is_forgotten_is_replaced_and_no_other() throws SQLException {
		this.states.commit(List.of(answering(ALICE, 0, bytes("one"), answered("a", "first", 0))));
		AnsweredRequest again = new AnsweredRequest(new RequestId("a"), bytes("again"), NOON.plusMillis(5), NOON);
		assertThat(this.states.commit(List.of(answering(ALICE, 1, bytes("two"), again)))).containsExactly(true);
		assertThat(reply(ALICE, "a")).isEqualTo("again at 5");
		AnsweredRequest other = new AnsweredRequest(new RequestId("a"), bytes("other"), NOON.plusMillis(6), NOON);
		assertThat(this.states.commit(List.of(answering(ALICE, 2, bytes("three"), other)))).containsExactly(false);
		assertThat(reply(ALICE, "a")).isEqualTo("again at 5");
		assertThat(stored(ALICE)).isEqualTo("two");
	}

	@Test
	void requests_of_long_ago_are_forgotten_so_many_at_a_time() throws SQLException {
		this.states.commit(List.of(
				answering(ALICE, 0, bytes("one"), answered("a", "1", 0), answered("b", "2", 1), answered("c", "3", 9)),
				answering(BOB, 0, bytes("one"), answered("a", "1", 2), answered("d", "4", 10))));
		assertThat(this.states.forgetRequests(NOON.plusMillis(10), 3)).isEqualTo(3);
		assertThat(this.states.forgetRequests(NOON.plusMillis(10), 3)).isEqualTo(1);
		assertThat(this.states.forgetRequests(NOON.plusMillis(10), 3)).isZero();
		assertThat(requests(ALICE)).isEmpty();
		assertThat(requests(BOB)).containsExactly("d");
	}

	@Test
	void nothing_is_stored_at_first() throws SQLException {
		assertThat(this.states.load(ALICE)).isNull();
	}

	@Test
	void what_is_stored_is_read_as_it_was() throws SQLException {
		StateChange change = new StateChange(ALICE, 0, 0, 7, 1L << 60, 3, new byte[] { 0, 1, -1, 127, -128 },
				List.of());
		assertThat(this.states.commit(List.of(change))).containsExactly(true);
		StoredState stored = this.states.load(ALICE);
		assertThat(stored.version()).isEqualTo(7);
		assertThat(stored.epoch()).isEqualTo(1L << 60);
		assertThat(stored.schema()).isEqualTo(3);
		assertThat(stored.bytes()).containsExactly(0, 1, -1, 127, -128);
	}

	private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

	private static Reminder reminder(String name, int millis) {
		return new Reminder(name, NOON.plusMillis(millis));
	}

	private static StateChange first(StateId id, Reminder... reminders) {
		return new StateChange(id, 0, 0, 1, 50, 1, bytes("one"), List.of(reminders));
	}

	@Test
	void reminders_are_stored_with_a_state_and_changed_with_it() throws SQLException {
		List<Reminder> reminders = List.of(reminder("tea & cake, at 5", 1),
				new Reminder("x".repeat(97) + " \uD83C\uDF70", Instant.MAX));
		this.states.commit(List.of(new StateChange(ALICE, 0, 0, 1, 50, 1, bytes("one"), reminders)));
		assertThat(this.states.load(ALICE).reminders()).isEqualTo(reminders);
		this.states.commit(List.of(new StateChange(ALICE, 1, 50, 2, 50, 1, bytes("one"), List.of())));
		assertThat(this.states.load(ALICE).reminders()).isEmpty();
		assertThat(this.states.due(null, Instant.parse("9999-12-31T23:59:59.999Z"), 10)).isEmpty();
	}

	@Test
	void as_many_reminders_as_a_server_may_have_can_be_stored() throws SQLException {
		List<Reminder> reminders = IntStream.range(100, 200)
			.mapToObj((i) -> reminder("\uD83C\uDF70".repeat(48) + i, i))
			.toList();
		this.states.commit(List.of(new StateChange(ALICE, 0, 0, 1, 50, 1, bytes("one"), reminders)));
		assertThat(this.states.load(ALICE).reminders()).isEqualTo(reminders);
	}

	@Test
	void those_are_due_whose_first_reminder_is_a_page_at_a_time() throws SQLException {
		List<DueServer> all = new ArrayList<>();
		for (int i = 0; i < 23; i++) {
			StateId id = new StateId((i % 2 == 0) ? "cart" : "order", "key" + i);
			Reminder first = reminder("first", i / 4);
			this.states.commit(List.of(first(id, first, reminder("later", 100))));
			all.add(new DueServer(id, first.due()));
		}
		this.states.commit(List.of(first(ALICE, reminder("tomorrow", 10)), first(BOB)));
		List<DueServer> found = new ArrayList<>();
		List<DueServer> page;
		do {
			page = this.states.due(found.isEmpty() ? null : found.getLast(), NOON.plusMillis(9), 5);
			found.addAll(page);
			assertThat(page).hasSizeLessThanOrEqualTo(5);
		}
		while (!page.isEmpty());
		assertThat(found).containsExactlyInAnyOrderElementsOf(all)
			.isSortedAccordingTo(Comparator.comparing(DueServer::due));
	}

	@Test
	void a_reminder_that_nobody_can_read_is_named() throws SQLException {
		this.states.commit(List.of(first(ALICE, reminder("tea", 1))));
		try (Connection connection = this.source.getConnection(); Statement statement = connection.createStatement()) {
			statement.executeUpdate("UPDATE triotp_server SET reminders = 'tea at five'");
			if (!connection.getAutoCommit()) {
				connection.commit();
			}
		}
		assertThatIllegalStateException().isThrownBy(() -> this.states.load(ALICE))
			.withMessage("'tea at five' is no reminder: a time such as 2026-11-28T09:00:00Z, a space and a name are "
					+ "expected in the column 'reminders'");
	}

	@Test
	void a_change_is_stored_if_what_it_expects_is_stored() throws SQLException {
		this.states.commit(List.of(first(ALICE, "one")));
		assertThat(this.states.commit(List.of(change(ALICE, 1, "two")))).containsExactly(true);
		assertThat(stored(ALICE)).isEqualTo("two");
	}

	@Test
	void a_change_is_in_conflict_if_another_version_is_stored_or_another_epoch_or_nothing() throws SQLException {
		assertThat(this.states.commit(List.of(change(ALICE, 1, "two")))).containsExactly(false);
		this.states.commit(List.of(first(ALICE, "one")));
		assertThat(this.states.commit(List.of(change(ALICE, 2, "three")))).containsExactly(false);
		StateChange other = new StateChange(ALICE, 1, 49, 2, 51, 1, bytes("other"), List.of());
		assertThat(this.states.commit(List.of(other))).containsExactly(false);
		assertThat(stored(ALICE)).isEqualTo("one");
	}

	@Test
	void a_first_change_is_in_conflict_if_something_is_stored() throws SQLException {
		this.states.commit(List.of(first(ALICE, "one")));
		assertThat(this.states.commit(List.of(first(ALICE, "again")))).containsExactly(false);
		assertThat(stored(ALICE)).isEqualTo("one");
	}

	@Test
	void one_in_conflict_does_not_keep_the_others_from_being_stored() throws SQLException {
		this.states.commit(List.of(first(ALICE, "one")));
		assertThat(this.states.commit(List.of(change(ALICE, 7, "lost"), first(BOB, "stored")))).containsExactly(false,
				true);
		assertThat(this.states.commit(List.of(first(BOB, "lost"), change(ALICE, 1, "two")))).containsExactly(false,
				true);
		assertThat(stored(ALICE)).isEqualTo("two");
		assertThat(stored(BOB)).isEqualTo("stored");
	}

	@Test
	void what_is_stored_can_be_removed_and_stored_anew() throws SQLException {
		this.states.commit(List.of(first(ALICE, "one")));
		assertThat(this.states.commit(List.of(new StateChange(ALICE, 1, 49, 2, 50, 1, null, List.of()))))
			.containsExactly(false);
		assertThat(this.states.commit(List.of(new StateChange(ALICE, 1, 50, 2, 50, 1, null, List.of()))))
			.containsExactly(true);
		assertThat(stored(ALICE)).isEqualTo("nothing");
		assertThat(this.states.commit(List.of(new StateChange(ALICE, 0, 0, 3, 50, 1, null, List.of()))))
			.containsExactly(true);
		assertThat(this.states.commit(List.of(new StateChange(ALICE, 0, 0, 3, 51, 1, bytes("three"), List.of()))))
			.containsExactly(true);
		assertThat(stored(ALICE)).isEqualTo("three");
	}

	@Test
	void to_remove_what_nobody_had_stored_is_in_conflict_if_another_has_stored_it() throws SQLException {
		this.states.commit(List.of(first(ALICE, "one")));
		StateChange removal = new StateChange(ALICE, 0, 0, 2, 51, 1, null, List.of());
		assertThat(this.states.commit(List.of(first(BOB, "one"), removal))).containsExactly(true, false);
		assertThat(stored(ALICE)).isEqualTo("one");
	}

	@Test
	void many_changes_of_all_kinds_are_stored_together() throws SQLException {
		List<StateChange> firsts = IntStream.range(0, 300)
			.mapToObj((i) -> first(new StateId("cart", "key " + i), "first " + i))
			.toList();
		assertThat(this.states.commit(firsts)).hasSize(300).doesNotContain(false);
		List<StateChange> mixed = IntStream.range(0, 300).mapToObj((i) -> {
			StateId id = new StateId("cart", "key " + i);
			return switch (i % 3) {
				case 0 -> change(id, 1, "second " + i);
				case 1 -> new StateChange(id, 1, 50, 2, 50, 1, null, List.of());
				default -> first(new StateId("basket", "key " + i), "first " + i);
			};
		}).toList();
		assertThat(this.states.commit(mixed)).hasSize(300).doesNotContain(false);
		assertThat(stored(new StateId("cart", "key 30"))).isEqualTo("second 30");
		assertThat(stored(new StateId("cart", "key 31"))).isEqualTo("nothing");
		assertThat(stored(new StateId("basket", "key 32"))).isEqualTo("first 32");
	}

	@Test
	void of_many_who_store_the_same_version_one_does() throws Exception {
		this.states.commit(List.of(first(ALICE, "1"), first(BOB, "1")));
		try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
			for (int version = 1; version <= 50; version++) {
				int expected = version;
				Callable<List<Boolean>> writer = () -> this.states
					.commit(List.of(change(BOB, expected, "x"), change(ALICE, expected, "x")));
				List<Future<List<Boolean>>> all = pool.invokeAll(List.of(writer, writer, writer, writer));
				List<List<Boolean>> outcomes = new ArrayList<>();
				for (Future<List<Boolean>> each : all) {
					outcomes.add(each.get());
				}
				assertThat(outcomes).filteredOn((each) -> each.get(0)).hasSize(1);
				assertThat(outcomes).filteredOn((each) -> each.get(1)).hasSize(1);
			}
		}
	}

	@Test
	void of_many_who_store_the_first_version_one_does_and_the_others_are_told() throws Exception {
		try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
			for (int i = 0; i < 50; i++) {
				StateId id = new StateId("cart", "new " + i);
				Callable<Boolean> writer = () -> {
					try {
						return this.states.commit(List.of(first(id, "x"))).get(0);
					}
					catch (SQLException ex) {
						// It does not know, and would look.
						return false;
					}
				};
				List<Boolean> outcomes = new ArrayList<>();
				for (Future<Boolean> each : pool.invokeAll(List.of(writer, writer, writer, writer))) {
					outcomes.add(each.get());
				}
				assertThat(outcomes).containsOnlyOnce(true);
			}
		}
	}

	@Test
	void a_connection_is_given_back_as_it_was() throws SQLException {
		try (HikariDataSource one = Databases.pool(url(), 1)) {
			JdbcStateStore states = JdbcStateStore.of(one);
			states.commit(List.of(first(ALICE, "one")));
			states.load(ALICE);
			try (Connection connection = one.getConnection(); Statement statement = connection.createStatement()) {
				assertThat(statement.getQueryTimeout()).isZero();
				assertThat(connection.getAutoCommit()).isTrue();
				assertThat(connection.getNetworkTimeout()).isZero();
			}
		}
	}

	@Test
	void what_could_not_be_read_leaves_no_transaction_in_its_connection() throws SQLException {
		try (Connection connection = this.source.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			JdbcStateStore states = JdbcStateStore.of(Databases.always(connection), dialect(), "not_there",
					JdbcStateStore.DEFAULT_TIMEOUT);
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> states.load(ALICE));
			try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM triotp_server")) {
				assertThat(rows.next()).isTrue();
			}
			connection.rollback();
		}
	}

	@Test
	void an_error_does_not_show_states() throws SQLException {
		this.states.commit(List.of(first(ALICE, "one")));
		try (Connection other = this.source.getConnection(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.executeUpdate("UPDATE triotp_server SET version = version");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> this.states.commit(List.of(change(ALICE, 1, "secret"))))
				.satisfies((ex) -> assertThat(textsOf(ex)).noneMatch((text) -> text.contains("736563726574")));
			other.rollback();
		}
	}

	private static List<String> textsOf(Throwable error) {
		StringWriter all = new StringWriter();
		error.printStackTrace(new PrintWriter(all));
		return all.toString().lines().toList();
	}

	@Test
	void a_row_that_somebody_has_locked_does_not_keep_others_from_being_stored() throws SQLException {
		try (Node node = Node.start(); Connection other = this.source.getConnection()) {
			DurableStore store = DurableStore.of(node, "main", this.states, StoreOptions.defaults());
			VirtualServers<Ledger> servers = Ledger.servers(node, store);
			servers.of("locked").call(new Ledger.Add(1));
			other.setAutoCommit(false);
			try (Statement statement = other.createStatement()) {
				statement.executeUpdate("UPDATE triotp_server SET version = version WHERE server_key = 'locked'");
			}
			PendingReply<Integer> locked = servers.of("locked").sendRequest(new Ledger.Add(2));
			for (int i = 1; i <= 50; i++) {
				assertThat(servers.of("free").call(new Ledger.Add(i))).isEqualTo(i);
			}
			assertThatExceptionOfType(CallException.ServerExited.class).isThrownBy(locked::await)
				.withMessageContaining("store-failed");
			assertThat(servers.of("free").call(new Ledger.Add(51))).isEqualTo(51);
			other.rollback();
			// What nobody was told of may have been stored after all.
			assertThat(servers.of("locked").call(new Ledger.Add(3))).isBetween(2, 3);
			store.close();
		}
	}

	@Test
	void a_server_goes_on_from_what_another_node_has_stored() {
		for (int i = 1; i <= 3; i++) {
			try (Node node = Node.start()) {
				DurableStore store = DurableStore.of(node, "main", this.states, StoreOptions.defaults());
				VirtualServers<Ledger> servers = Ledger.servers(node, store);
				ServerRef<Ledger> server = servers.of("alice");
				assertThat(server.call(new Ledger.Add(i))).isEqualTo(i);
				store.close();
			}
		}
	}

}
