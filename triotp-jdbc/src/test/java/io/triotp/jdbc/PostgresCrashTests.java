package io.triotp.jdbc;

import java.nio.file.Path;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * A PostgreSQL, which goes on while its clients are killed.
 */
@EnabledIfEnvironmentVariable(named = Databases.POSTGRES, matches = ".+")
class PostgresCrashTests extends CrashContract {

	@Override
	String url(Path folder) {
		return System.getenv(Databases.POSTGRES);
	}

}
