package io.triotp.node;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications come and go in class loaders of their own, in a container or with
 * devtools: what has gone is collected, classes and all.
 */
@Tag("starts-jvm")
class ClassLoaderTests {

	@Test
	void the_library_in_a_loader_of_its_own_is_let_go() throws Exception {
		assertNoneIsLeft("library");
	}

	@Test
	void code_of_users_in_a_loader_of_its_own_is_let_go() throws Exception {
		assertNoneIsLeft("users");
	}

	/** It keeps what it shows of the last. */
	@Test
	void a_node_that_lives_on_lets_the_code_of_applications_go_that_were_started_anew() throws Exception {
		assertNoneIsLeft("node");
	}

	/** Caches of the JDK refer softly, which is nothing with that option. */
	private static void assertNoneIsLeft(String what) throws Exception {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:SoftRefLRUPolicyMSPerMB=0", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath,
				ClassLoaders.class.getName(), what)
			.redirectErrorStream(true)
			.start();
		String output = new String(jvm.getInputStream().readAllBytes());
		assertThat(jvm.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(output.lines()).as(output).contains("left=0");
	}

}
