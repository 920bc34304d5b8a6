package io.triotp.jdbc;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.triotp.durable.AnsweredRequest;
import io.triotp.durable.DueServer;
import io.triotp.durable.RequestId;
import io.triotp.durable.StateChange;
import io.triotp.durable.StateId;
import io.triotp.durable.StateStore;
import io.triotp.durable.StoredState;
import org.jspecify.annotations.Nullable;

/**
 * States of servers in one table of a database, a row for each, and the requests they are
 * to remember in another, whose name ends with {@code _request}. Several JVMs may share
 * it: of two that act for one server, the change of one is stored and that of the other
 * is in conflict. The tables are made by the script of the {@link JdbcDialect}, not by
 * this.
 *
 * <p>
 * Maintainer's note. Whether a change may be stored is part of its statement, which
 * changes one row or none; so a conflict costs nothing but itself, and the others of the
 * transaction are stored. Rows are changed in the order of their keys: two writers that
 * meet wait for each other and never in a circle.
 */
public final class JdbcStateStore implements StateStore {

	/** The table if no other is named. */
	public static final String DEFAULT_TABLE = "triotp_server";

	/** The requests that were answered are beside it. */
	private static final String REQUESTS = "_request";

	/** How long a statement may take if nothing else is said. */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

	private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");

	private static final Comparator<StateChange> IN_ORDER = Comparator
		.comparing((StateChange change) -> change.id().type())
		.thenComparing((change) -> change.id().key());

	private final DataSource source;

	private final String table;

	private final int seconds;

	/** {@code null} until the database has been asked what it speaks. */
	private volatile @Nullable Sql sql;

	private JdbcStateStore(DataSource source, @Nullable JdbcDialect dialect, String table, Duration timeout) {
		this.source = Objects.requireNonNull(source, "source");
		this.table = Objects.requireNonNull(table, "table");
		if (!NAME.matcher(table).matches()) {
			throw new IllegalArgumentException("The name of a table consists of letters, digits and underscores, after "
					+ "that of its schema and a dot if need be, but this is '" + table + "'");
		}
		this.sql = (dialect != null) ? Sql.of(dialect, table) : null;
		this.seconds = (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toSeconds()));
	}

	/**
	 * {@return a store in the table {@value #DEFAULT_TABLE}, each of whose statements may
	 * take a second}
	 * @param source the connections, usually of a pool, whose time to get one should be
	 * no longer than a commit may take; the database is asked what it is when it is used
	 * first
	 */
	public static JdbcStateStore of(DataSource source) {
		return of(source, DEFAULT_TABLE, DEFAULT_TIMEOUT);
	}

	/**
	 * {@return a store in a table}
	 * @param source the connections; the database is asked what it is when it is used
	 * first
	 * @param table the table, with its schema and a dot if need be
	 * @param timeout how long a statement may take, rounded to seconds, 1 at least: less
	 * than half the time that a commit may take, so that who waits for a row that
	 * somebody has locked does not keep others
	 * @throws IllegalArgumentException if the table is no plain name
	 */
	public static JdbcStateStore of(DataSource source, String table, Duration timeout) {
		return new JdbcStateStore(source, null, table, Objects.requireNonNull(timeout, "timeout"));
	}

	/**
	 * {@return a store in a table of a database that is known}
	 * @param source the connections
	 * @param dialect what the database speaks
	 * @param table the table, with its schema and a dot if need be
	 * @param timeout how long a statement may take, rounded to seconds, 1 at least
	 * @throws IllegalArgumentException if the table is no plain name
	 */
	public static JdbcStateStore of(DataSource source, JdbcDialect dialect, String table, Duration timeout) {
		return new JdbcStateStore(source, Objects.requireNonNull(dialect, "dialect"), table,
				Objects.requireNonNull(timeout, "timeout"));
	}

	@Override
	public @Nullable StoredState load(StateId id) throws SQLException {
		return inConnection((connection, sql) -> {
			try (PreparedStatement statement = prepare(connection, sql.select())) {
				bind(statement, id);
				try (ResultSet rows = statement.executeQuery()) {
					return rows.next() ? new StoredState(rows.getLong(1), rows.getLong(2), rows.getInt(3),
							rows.getBytes(4), ReminderText.parse(rows.getString(5))) : null;
				}
			}
		});
	}

	@Override
	public List<DueServer> due(@Nullable DueServer after, Instant until, int most) throws SQLException {
		return inConnection((connection, sql) -> {
			try (PreparedStatement statement = prepare(connection, (after != null) ? sql.dueAfter() : sql.due())) {
				int next = 1;
				statement.setObject(next++, ReminderText.time(until));
				if (after != null) {
					OffsetDateTime from = ReminderText.time(after.due());
					statement.setObject(next++, from);
					statement.setObject(next++, from);
					statement.setString(next++, after.id().type());
					statement.setString(next++, after.id().type());
					statement.setString(next++, after.id().key());
				}
				statement.setInt(next, most);
				List<DueServer> due = new ArrayList<>();
				try (ResultSet rows = statement.executeQuery()) {
					while (rows.next()) {
						due.add(new DueServer(new StateId(rows.getString(1), rows.getString(2)),
								rows.getObject(3, OffsetDateTime.class).toInstant()));
					}
				}
				return due;
			}
		});
	}

	@Override
	public boolean remembersRequests() {
		return true;
	}

	@Override
	public List<RequestId> answered(StateId id, int most) throws SQLException {
		return inConnection((connection, sql) -> {
			try (PreparedStatement statement = prepare(connection, sql.requests().all())) {
				bind(statement, id);
				statement.setInt(3, most);
				List<RequestId> answered = new ArrayList<>();
				try (ResultSet rows = statement.executeQuery()) {
					while (rows.next()) {
						answered.add(new RequestId(rows.getString(1)));
					}
				}
				return answered;
			}
		});
	}

	@Override
	public @Nullable AnsweredRequest answered(StateId id, RequestId request) throws SQLException {
		return inConnection((connection, sql) -> {
			try (PreparedStatement statement = prepare(connection, sql.requests().one())) {
				bind(statement, id);
				statement.setString(3, request.value());
				try (ResultSet rows = statement.executeQuery()) {
					return rows.next() ? new AnsweredRequest(request, rows.getBytes(1),
							rows.getObject(2, OffsetDateTime.class).toInstant(), null) : null;
				}
			}
		});
	}

	@Override
	public int forgetRequests(Instant before, int most) throws SQLException {
		return inConnection((connection, sql) -> {
			try (PreparedStatement statement = prepare(connection, sql.requests().forget())) {
				statement.setObject(1, ReminderText.time(before));
				statement.setInt(2, most);
				return statement.executeUpdate();
			}
		});
	}

	@Override
	public List<Boolean> commit(List<StateChange> changes) throws SQLException {
		return inConnection((connection, sql) -> write(connection, sql, changes, inOrder(changes)));
	}

	/**
	 * Stores changes as a part of the transaction of somebody else, who commits it. They
	 * are certain when that has returned.
	 * @param connection a connection in a transaction
	 * @param changes one or more, each with another id
	 * @param atEnd is given what gives the connection back as it was, to be closed when
	 * the transaction has ended: until then the network has a limit
	 * @return for each change, whether it will be stored
	 * @throws SQLException if the transaction has failed
	 */
	public List<Boolean> commit(Connection connection, List<StateChange> changes, Consumer<AutoCloseable> atEnd)
			throws SQLException {
		Objects.requireNonNull(connection, "connection");
		Objects.requireNonNull(atEnd, "atEnd");
		List<Integer> order = inOrder(Objects.requireNonNull(changes, "changes"));
		Sql known = sql(connection);
		Borrowed borrowed = known.dialect().borrow(connection, this.seconds);
		atEnd.accept(borrowed);
		return borrowed.inItsTransaction((same) -> write(same, known, changes, order));
	}

	/**
	 * {@return whether a change with requests was stored before, as its requests tell}
	 * Its events were published then.
	 * @param connection a connection in a transaction
	 * @param change the change
	 * @throws SQLException if the transaction has failed
	 */
	public boolean wasStored(Connection connection, StateChange change) throws SQLException {
		Objects.requireNonNull(connection, "connection");
		Objects.requireNonNull(change, "change");
		return !change.answered().isEmpty() && isRemembered(connection, sql(connection), change);
	}

	private static List<Integer> inOrder(List<StateChange> changes) {
		return IntStream.range(0, changes.size()).boxed().sorted(Comparator.comparing(changes::get, IN_ORDER)).toList();
	}

	/** In a transaction, of a connection that is given back as it was. */
	private <T extends @Nullable Object> T inConnection(Work<T> work) throws SQLException {
		try (Connection connection = this.source.getConnection()) {
			Sql known = sql(connection);
			try (Borrowed borrowed = known.dialect().borrow(connection, this.seconds)) {
				return borrowed.inTransaction((same) -> work.in(same, known));
			}
		}
	}

	private Sql sql(Connection connection) throws SQLException {
		Sql known = this.sql;
		if (known == null) {
			known = Sql.of(JdbcDialect.of(connection.getMetaData().getDatabaseProductName()), this.table);
			this.sql = known;
		}
		return known;
	}

	private List<Boolean> write(Connection connection, Sql sql, List<StateChange> changes, List<Integer> order)
			throws SQLException {
		if (changes.stream().allMatch((change) -> change.answered().isEmpty())) {
			return writeStates(connection, sql, changes, order);
		}
		Savepoint before = connection.setSavepoint();
		List<Boolean> outcomes = writeStates(connection, sql, changes, order);
		List<StateChange> stored = order.stream().filter(outcomes::get).map(changes::get).toList();
		boolean allStored = order.stream()
			.allMatch((index) -> outcomes.get(index) || changes.get(index).answered().isEmpty());
		if (allStored && remember(connection, sql, stored)) {
			return outcomes;
		}
		connection.rollback(before);
		for (int index : order) {
			outcomes.set(index, writeAlone(connection, sql, changes.get(index)));
		}
		return outcomes;
	}

	/**
	 * One whose requests are stored already has been stored itself, or was handled by
	 * somebody else, and then is not stored.
	 */
	private boolean writeAlone(Connection connection, Sql sql, StateChange change) throws SQLException {
		if (!change.answered().isEmpty() && isRemembered(connection, sql, change)) {
			return true;
		}
		Savepoint before = connection.setSavepoint();
		if (!writeStates(connection, sql, List.of(change), List.of(0)).get(0)) {
			return false;
		}
		if (!remember(connection, sql, List.of(change))) {
			connection.rollback(before);
			return false;
		}
		return true;
	}

	private List<Boolean> writeStates(Connection connection, Sql sql, List<StateChange> changes, List<Integer> order)
			throws SQLException {
		List<Boolean> outcomes = new ArrayList<>(Collections.nCopies(changes.size(), false));
		int from = 0;
		while (from < order.size()) {
			Kind kind = Kind.of(changes.get(order.get(from)));
			int to = from + 1;
			while (to < order.size() && Kind.of(changes.get(order.get(to))) == kind) {
				to++;
			}
			write(connection, sql, kind, changes, order.subList(from, to), outcomes);
			from = to;
		}
		return outcomes;
	}

	/**
	 * {@return whether none of the requests was there}
	 */
	private boolean remember(Connection connection, Sql sql, List<StateChange> stored) throws SQLException {
		forgetReplaced(connection, sql, stored);
		try (PreparedStatement statement = prepare(connection, sql.requests().remember())) {
			boolean some = false;
			for (StateChange change : stored) {
				for (AnsweredRequest each : change.answered()) {
					bind(statement, change.id());
					statement.setString(3, each.id().value());
					statement.setBytes(4, each.reply());
					statement.setObject(5, ReminderText.time(each.at()));
					statement.setLong(6, change.version());
					statement.setLong(7, change.epoch());
					statement.addBatch();
					some = true;
				}
			}
			return !some || Arrays.stream(counted(statement)).allMatch((count) -> count == 1);
		}
	}

	private void forgetReplaced(Connection connection, Sql sql, List<StateChange> stored) throws SQLException {
		if (stored.stream()
			.flatMap((change) -> change.answered().stream())
			.allMatch((each) -> each.replaces() == null)) {
			return;
		}
		try (PreparedStatement statement = prepare(connection, sql.requests().replace())) {
			for (StateChange change : stored) {
				for (AnsweredRequest each : change.answered()) {
					Instant replaced = each.replaces();
					if (replaced != null) {
						bind(statement, change.id());
						statement.setString(3, each.id().value());
						statement.setObject(4, ReminderText.time(replaced));
						statement.addBatch();
					}
				}
			}
			executed(statement);
		}
	}

	private boolean isRemembered(Connection connection, Sql sql, StateChange change) throws SQLException {
		try (PreparedStatement statement = prepare(connection, sql.requests().own())) {
			bind(statement, change.id());
			statement.setString(3, change.answered().get(0).id().value());
			statement.setLong(4, change.version());
			statement.setLong(5, change.epoch());
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next();
			}
		}
	}

	/** Those of one kind that follow each other are sent together. */
	private void write(Connection connection, Sql known, Kind kind, List<StateChange> changes, List<Integer> which,
			List<Boolean> outcomes) throws SQLException {
		String sql = switch (kind) {
			case FIRST -> known.insert();
			case CHANGE -> known.update();
			case REMOVAL -> known.delete();
			case NOTHING -> known.select();
		};
		if (kind == Kind.NOTHING) {
			for (int index : which) {
				outcomes.set(index, isAbsent(connection, sql, changes.get(index).id()));
			}
			return;
		}
		try (PreparedStatement statement = prepare(connection, sql)) {
			for (int index : which) {
				kind.bind(statement, changes.get(index));
				statement.addBatch();
			}
			int[] counts = counted(statement);
			for (int i = 0; i < counts.length; i++) {
				outcomes.set(which.get(i), counts[i] == 1);
			}
		}
	}

	private static int[] counted(PreparedStatement statement) throws SQLException {
		int[] counts = executed(statement);
		if (Arrays.stream(counts).anyMatch((count) -> count < 0)) {
			throw new SQLException("The driver does not tell which of " + counts.length + " statements have changed "
					+ "a row. If it rewrites batches (reWriteBatchedInserts), it must not");
		}
		return counts;
	}

	/**
	 * A driver may put all that was to be stored into its error, which is data of users.
	 */
	private static int[] executed(PreparedStatement statement) throws SQLException {
		try {
			return statement.executeBatch();
		}
		catch (BatchUpdateException ex) {
			Throwable inner = (ex.getNextException() != null) ? ex.getNextException() : ex.getCause();
			if (inner == null || inner instanceof BatchUpdateException) {
				throw new SQLException("a batch has failed, with SQL state " + ex.getSQLState(), ex.getSQLState(),
						ex.getErrorCode());
			}
			throw new SQLException(inner.getMessage(), ex.getSQLState(), ex.getErrorCode(), inner);
		}
	}

	private boolean isAbsent(Connection connection, String select, StateId id) throws SQLException {
		try (PreparedStatement statement = prepare(connection, select)) {
			bind(statement, id);
			try (ResultSet rows = statement.executeQuery()) {
				return !rows.next();
			}
		}
	}

	private static void bind(PreparedStatement statement, StateId id) throws SQLException {
		statement.setString(1, id.type());
		statement.setString(2, id.key());
	}

	private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql);
		statement.setQueryTimeout(this.seconds);
		return statement;
	}

	@Override
	public String toString() {
		return "states in " + this.source;
	}

	/**
	 * What is done in a transaction.
	 *
	 * @param <T> what is found out
	 */
	@FunctionalInterface
	private interface Work<T extends @Nullable Object> {

		T in(Connection connection, Sql sql) throws SQLException;

	}

	/**
	 * The statements.
	 *
	 * @param dialect what they are written in
	 */
	private record Sql(JdbcDialect dialect, String select, String insert, String update, String delete, String due,
			String dueAfter, RequestSql requests) {

		static Sql of(JdbcDialect dialect, String table) {
			return new Sql(dialect,
					"SELECT version, epoch, state_schema, state, reminders FROM " + table
							+ " WHERE server_type = ? AND server_key = ?",
					dialect.insert(table),
					"UPDATE " + table
							+ " SET version = ?, epoch = ?, state_schema = ?, state = ?, due_at = ?, reminders = ?, "
							+ "changed_at = CURRENT_TIMESTAMP "
							+ "WHERE server_type = ? AND server_key = ? AND version = ? AND epoch = ?",
					"DELETE FROM " + table + " WHERE server_type = ? AND server_key = ? AND version = ? AND epoch = ?",
					due(table, ""),
					due(table,
							"AND due_at >= ? AND (due_at > ? OR server_type > ? "
									+ "OR (server_type = ? AND server_key > ?)) "),
					RequestSql.of(dialect, table + REQUESTS));
		}

		/** The condition before the alternatives is one that an index serves. */
		private static String due(String table, String after) {
			return "SELECT server_type, server_key, due_at FROM " + table + " WHERE due_at <= ? " + after
					+ "ORDER BY due_at, server_type, server_key LIMIT ?";
		}

	}

	/** The statements of requests, which have a table of their own. */
	private record RequestSql(String all, String one, String own, String replace, String remember, String forget) {

		private static final String WHICH = " WHERE server_type = ? AND server_key = ?";

		private static final String ONE = WHICH + " AND request_id = ?";

		static RequestSql of(JdbcDialect dialect, String table) {
			return new RequestSql("SELECT request_id FROM " + table + WHICH + " LIMIT ?",
					"SELECT reply, answered_at FROM " + table + ONE,
					"SELECT 1 FROM " + table + ONE + " AND version = ? AND epoch = ?",
					"DELETE FROM " + table + ONE + " AND answered_at <= ?", dialect.remember(table),
					dialect.forget(table));
		}

	}

	/** What a change does to the table. */
	private enum Kind {

		FIRST, CHANGE, REMOVAL, NOTHING;

		static Kind of(StateChange change) {
			if (change.bytes() == null) {
				return change.isFirst() ? NOTHING : REMOVAL;
			}
			return change.isFirst() ? FIRST : CHANGE;
		}

		void bind(PreparedStatement statement, StateChange change) throws SQLException {
			int next = 1;
			if (this == FIRST) {
				next = bindId(statement, change, next);
			}
			if (this != REMOVAL) {
				statement.setLong(next++, change.version());
				statement.setLong(next++, change.epoch());
				statement.setInt(next++, change.schema());
				statement.setBytes(next++, change.bytes());
				statement.setObject(next++, ReminderText.due(change.reminders()), Types.TIMESTAMP_WITH_TIMEZONE);
				statement.setString(next++, ReminderText.of(change.reminders()));
			}
			if (this != FIRST) {
				next = bindId(statement, change, next);
				statement.setLong(next++, change.expectedVersion());
				statement.setLong(next, change.expectedEpoch());
			}
		}

		private static int bindId(PreparedStatement statement, StateChange change, int first) throws SQLException {
			statement.setString(first, change.id().type());
			statement.setString(first + 1, change.id().key());
			return first + 2;
		}

	}

}
