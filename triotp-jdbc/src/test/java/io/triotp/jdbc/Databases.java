package io.triotp.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/**
 * The databases that tests use, with the table in them.
 */
final class Databases {

	/** Where a PostgreSQL is, if there is one. */
	static final String POSTGRES = "TRIOTP_POSTGRES";

	private Databases() {
	}

	static HikariDataSource pool(String url) {
		return pool(url, 8);
	}

	static HikariDataSource pool(String url, int size) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(size);
		config.setConnectionTimeout(2_000);
		return new HikariDataSource(config);
	}

	/** Gives the same connection again and again, and does not let it be closed. */
	static DataSource always(Connection connection) {
		ClassLoader loader = Databases.class.getClassLoader();
		Connection open = (Connection) Proxy.newProxyInstance(loader, new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					try {
						return method.getName().equals("close") ? null : method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
		return (DataSource) Proxy.newProxyInstance(loader, new Class<?>[] { DataSource.class },
				(proxy, method, arguments) -> open);
	}

	/** Makes the table if it is not there. */
	static void prepare(HikariDataSource source) throws SQLException, IOException {
		try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
			JdbcDialect dialect = JdbcDialect.of(connection.getMetaData().getDatabaseProductName());
			try (InputStream script = JdbcDialect.class.getClassLoader().getResourceAsStream(dialect.script())) {
				statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
			}
		}
	}

	static void empty(HikariDataSource source) throws SQLException {
		try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("DELETE FROM triotp_server");
			statement.execute("DELETE FROM triotp_server_request");
		}
	}

}
