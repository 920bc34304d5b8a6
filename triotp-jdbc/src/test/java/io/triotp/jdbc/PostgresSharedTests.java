package io.triotp.jdbc;

import java.nio.file.Path;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Two JVMs on one PostgreSQL.
 */
@EnabledIfEnvironmentVariable(named = Databases.POSTGRES, matches = ".+")
class PostgresSharedTests extends SharedContract {

	@Override
	String url(Path folder) {
		return System.getenv(Databases.POSTGRES);
	}

}
