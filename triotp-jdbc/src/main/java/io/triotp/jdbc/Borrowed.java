package io.triotp.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * A connection of somebody's pool, which is given back as it was: others use it for other
 * things.
 *
 * <p>
 * Maintainer's note. A statement of PostgreSQL that is not answered is cancelled through
 * another connection, which does not help if the network swallows everything: so the
 * socket has a limit too, some time later. H2 keeps the time of a statement for all that
 * come after it in the same connection.
 */
final class Borrowed implements AutoCloseable {

	private final Connection connection;

	private final boolean autoCommit;

	/** What it was, in milliseconds; -1 if it is not touched. */
	private final int networkTimeout;

	/** What that of statements was, in seconds; -1 if it does not stay. */
	private final int queryTimeout;

	private boolean broken;

	private Borrowed(Connection connection, int networkTimeout, int queryTimeout) throws SQLException {
		this.connection = connection;
		this.autoCommit = connection.getAutoCommit();
		this.networkTimeout = networkTimeout;
		this.queryTimeout = queryTimeout;
	}

	/**
	 * {@return a connection of a database in this JVM or in a file, which keeps the time
	 * of a statement}
	 */
	static Borrowed keepingTimeouts(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			return new Borrowed(connection, -1, statement.getQueryTimeout());
		}
	}

	/**
	 * {@return a connection through a network, which may swallow what is sent}
	 * @param millis how long a packet may take
	 */
	static Borrowed withNetworkTimeout(Connection connection, int millis) throws SQLException {
		Borrowed borrowed = new Borrowed(connection, connection.getNetworkTimeout(), -1);
		connection.setNetworkTimeout(Runnable::run, millis);
		return borrowed;
	}

	<T extends @Nullable Object> T inTransaction(Work<T> work) throws SQLException {
		if (this.autoCommit) {
			this.connection.setAutoCommit(false);
		}
		try {
			T result = work.in(this.connection);
			this.connection.commit();
			return result;
		}
		catch (Throwable ex) {
			undo(ex);
			throw ex;
		}
	}

	/** In a transaction of somebody else, who commits it. */
	<T extends @Nullable Object> T inItsTransaction(Work<T> work) throws SQLException {
		if (this.autoCommit) {
			throw new SQLException("This connection is in no transaction, so states and what belongs to them would not "
					+ "be stored together");
		}
		return work.in(this.connection);
	}

	/**
	 * What is done in a transaction.
	 *
	 * @param <T> what is found out
	 */
	@FunctionalInterface
	interface Work<T extends @Nullable Object> {

		T in(Connection connection) throws SQLException;

	}

	/** Says why it was undone, and not that even that has failed. */
	private void undo(Throwable cause) {
		try {
			this.connection.rollback();
		}
		catch (SQLException ex) {
			this.broken = true;
			cause.addSuppressed(ex);
		}
	}

	@Override
	public void close() throws SQLException {
		if (this.broken) {
			// Its pool finds out; it must not hide why.
			return;
		}
		try {
			if (this.queryTimeout >= 0) {
				try (Statement statement = this.connection.createStatement()) {
					statement.setQueryTimeout(this.queryTimeout);
				}
			}
			if (this.networkTimeout >= 0) {
				this.connection.setNetworkTimeout(Runnable::run, this.networkTimeout);
			}
		}
		finally {
			if (this.autoCommit) {
				this.connection.setAutoCommit(true);
			}
		}
	}

}
