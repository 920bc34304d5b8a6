package io.triotp.jdbc;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

/**
 * States in a file of H2.
 */
class H2StateStoreTests extends StateStoreContract {

	@TempDir
	private Path folder;

	@Override
	String url() {
		return "jdbc:h2:file:" + this.folder.resolve("states").toAbsolutePath();
	}

}
