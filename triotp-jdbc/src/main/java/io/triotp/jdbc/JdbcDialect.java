package io.triotp.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;

/**
 * What differs between the databases.
 */
public enum JdbcDialect {

	/** H2, in memory or in a file. */
	H2("""
			MERGE INTO %s t USING (VALUES (CAST(? AS VARCHAR), CAST(? AS VARCHAR), CAST(? AS VARCHAR)))
				s(server_type, server_key, request_id)
			ON t.server_type = s.server_type AND t.server_key = s.server_key AND t.request_id = s.request_id
			WHEN NOT MATCHED THEN INSERT (server_type, server_key, request_id, reply, answered_at, version, epoch)
			VALUES (s.server_type, s.server_key, s.request_id, ?, ?, ?, ?)""",
			"DELETE FROM %s WHERE answered_at < ? FETCH FIRST ? ROWS ONLY", """
					MERGE INTO %s t USING (VALUES (CAST(? AS VARCHAR), CAST(? AS VARCHAR))) s(server_type, server_key)
					ON t.server_type = s.server_type AND t.server_key = s.server_key
					WHEN NOT MATCHED THEN INSERT (server_type, server_key, version, epoch, state_schema, state, due_at,
						reminders, changed_at)
					VALUES (s.server_type, s.server_key, ?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP)""") {

		@Override
		Borrowed borrow(Connection connection, int seconds) throws SQLException {
			return Borrowed.keepingTimeouts(connection);
		}

	},

	/** PostgreSQL 12 and newer. */
	POSTGRESQL("""
			INSERT INTO %s (server_type, server_key, request_id, reply, answered_at, version, epoch)
			VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""", """
			DELETE FROM %1$s WHERE (server_type, server_key, request_id) IN (SELECT server_type, server_key, request_id
				FROM %1$s WHERE answered_at < ? ORDER BY answered_at LIMIT ?)""", """
			INSERT INTO %s (server_type, server_key, version, epoch, state_schema, state, due_at, reminders,
				changed_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP) ON CONFLICT DO NOTHING""") {

		@Override
		Borrowed borrow(Connection connection, int seconds) throws SQLException {
			return Borrowed.withNetworkTimeout(connection, (int) Math.min(Integer.MAX_VALUE, (seconds + 1) * 1000L));
		}

	};

	private final String remember;

	private final String forget;

	private final String insert;

	JdbcDialect(String remember, String forget, String insert) {
		this.remember = remember;
		this.forget = forget;
		this.insert = insert;
	}

	/**
	 * {@return the dialect of a database}
	 * @param product its name as its driver tells it
	 * @throws IllegalArgumentException if it is none that is known
	 */
	static JdbcDialect of(String product) {
		return Arrays.stream(values())
			.filter((each) -> each.name().equals(product.toUpperCase(Locale.ROOT)))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("States of servers can be stored in H2 and PostgreSQL, but "
					+ "this is '" + product + "'. A StateStore of your own can store them anywhere"));
	}

	/**
	 * {@return a connection for a transaction}
	 * @param seconds how long a statement may take
	 */
	abstract Borrowed borrow(Connection connection, int seconds) throws SQLException;

	/**
	 * Inserts a row unless there is one: type, key, version, epoch, schema, state, time
	 * of the first reminder, reminders.
	 */
	String insert(String table) {
		return this.insert.formatted(table);
	}

	/**
	 * Inserts a request unless there is one: type, key, id, reply, time, version, epoch.
	 */
	String remember(String table) {
		return this.remember.formatted(table);
	}

	/**
	 * Removes requests: before which time, how many at most.
	 */
	String forget(String table) {
		return this.forget.formatted(table);
	}

	/**
	 * {@return where its script is on the class path}
	 */
	public String script() {
		return "io/triotp/jdbc/schema-" + name().toLowerCase(Locale.ROOT) + ".sql";
	}

}
