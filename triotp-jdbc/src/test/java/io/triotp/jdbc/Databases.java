package io.triotp.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

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
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(8);
		config.setConnectionTimeout(2_000);
		return new HikariDataSource(config);
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
		}
	}

}
