package io.triotp.spring.boot;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the library looks from Kotlin, where a type tells what may be null and some words
 * mean something else.
 */
class KotlinTests {

	@TempDir
	private Path folder;

	@Test
	void aServerInKotlinCompilesWithoutAWarningAndRuns() throws Exception {
		ByteArrayOutputStream messages = new ByteArrayOutputStream();
		ExitCode result = new K2JVMCompiler().exec(new PrintStream(messages, true, StandardCharsets.UTF_8), "-Werror",
				"-no-stdlib", "-no-reflect", "-jvm-target", "21", "-jdk-home", System.getProperty("java.home"), "-cp",
				System.getProperty("java.class.path"), "-d", this.folder.toString(),
				new ClassPathResource("kotlin/Shop.kt").getFile().getPath());
		assertThat(result).as(messages.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK);
		try (URLClassLoader classes = new URLClassLoader(new URL[] { this.folder.toUri().toURL() })) {
			Callable<?> shop = (Callable<?>) classes.loadClass("shop.Shop").getConstructor().newInstance();
			assertThat(shop.call()).isEqualTo("shop/till has 250, over: false");
		}
	}

}
