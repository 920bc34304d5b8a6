package io.triotp.jdbc;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.triotp.durable.StateChange;
import io.triotp.durable.StateId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A PostgreSQL behind a network that swallows what is sent.
 */
@EnabledIfEnvironmentVariable(named = Databases.POSTGRES, matches = ".+")
class PostgresNetworkTests {

	private static final StateId ALICE = new StateId("cart", "alice");

	private Wire wire;

	private HikariDataSource source;

	private JdbcStateStore states;

	@BeforeEach
	void open() throws IOException, SQLException {
		String url = System.getenv(Databases.POSTGRES);
		int port = URI.create(url.substring("jdbc:".length())).getPort();
		this.wire = new Wire(port);
		this.source = Databases.pool(url.replace(":" + port, ":" + this.wire.port()));
		Databases.prepare(this.source);
		Databases.empty(this.source);
		this.states = JdbcStateStore.of(this.source);
	}

	@AfterEach
	void close() throws IOException {
		this.source.close();
		this.wire.close();
	}

	@Test
	void what_is_not_answered_fails_in_time_and_the_next_finds_a_connection_that_works() throws SQLException {
		StateChange change = new StateChange(ALICE, 0, 0, 1, 50, 1, "one".getBytes(StandardCharsets.UTF_8), List.of());
		this.states.commit(List.of(change));
		this.wire.swallow();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.states.load(ALICE));
		assertThat(this.states.load(ALICE)).isNotNull();
	}

}
