package io.triotp.jdbc;

import java.nio.file.Path;

/**
 * A file of H2, in the JVM that is killed. Its writes are forced at each commit, which is
 * not its default: otherwise what is written within half a second of the end of the
 * machine, though not of the JVM, may be lost.
 */
class H2CrashTests extends CrashContract {

	@Override
	String url(Path folder) {
		return "jdbc:h2:file:" + folder.resolve("states").toAbsolutePath() + ";WRITE_DELAY=0";
	}

}
