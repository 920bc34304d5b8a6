package io.triotp.jdbc;

import java.nio.file.Path;

/**
 * Two JVMs on a file of H2, of which one serves the other.
 */
class H2SharedTests extends SharedContract {

	@Override
	String url(Path folder) {
		return "jdbc:h2:file:" + folder.resolve("states").toAbsolutePath() + ";AUTO_SERVER=TRUE";
	}

}
