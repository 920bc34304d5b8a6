package io.triotp.jdbc;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * States in PostgreSQL.
 */
@EnabledIfEnvironmentVariable(named = Databases.POSTGRES, matches = ".+")
class PostgresStateStoreTests extends StateStoreContract {

	@Override
	String url() {
		return System.getenv(Databases.POSTGRES);
	}

}
