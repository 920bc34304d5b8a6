package io.triotp.spring.boot.lifecycle;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is run again and again in new class loaders, as devtools do it,
 * leaves none of them behind.
 */
class ReloadTests {

	private static final int TIMES = 20;

	/** Spring's own caches refer softly, which is nothing with that option. */
	@Test
	void anApplicationInNewClassLoadersLeavesNoneBehind() throws Exception {
		Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:SoftRefLRUPolicyMSPerMB=0", "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("java.class.path"), Main.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(jvm.getInputStream().readAllBytes());
		assertThat(jvm.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(jvm.exitValue()).as(output).isZero();
		assertThat(output.lines()).as(output).contains("left=0");
	}

	/** Restarts the application, and tells how many of its loaders are left. */
	static final class Main {

		private Main() {
		}

		public static void main(String[] args) throws Exception {
			List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
			for (int i = 0; i < TIMES; i++) {
				loaders.add(restart());
			}
			// Spring Boot itself keeps these two: its shutdown hook is a thread of the
			// first
			// application, and its logging has the environment of the last.
			loaders.removeFirst();
			loaders.removeLast();
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
			while (left(loaders) > 0 && System.nanoTime() < end) {
				System.gc();
			}
			System.out.println("left=" + left(loaders));
		}

		private static long left(List<WeakReference<ClassLoader>> loaders) {
			return loaders.stream().filter((each) -> !each.refersTo(null)).count();
		}

		/** On a thread of its own, as devtools do it. */
		private static WeakReference<ClassLoader> restart() throws Exception {
			ClassLoader loader = new UserCode();
			Runnable application = (Runnable) loader.loadClass(Reloaded.class.getName()).getConstructor().newInstance();
			assertThat(application.getClass().getClassLoader()).isSameAs(loader);
			Thread thread = new Thread(application);
			thread.setContextClassLoader(loader);
			thread.start();
			thread.join();
			return new WeakReference<>(loader);
		}

	}

	/** Has the classes of the user; all others are those of its parent. */
	private static final class UserCode extends ClassLoader {

		UserCode() {
			super(ReloadTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith(Reloaded.class.getName())) {
				return super.loadClass(name, resolve);
			}
			Class<?> known = findLoadedClass(name);
			return (known != null) ? known : define(name);
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = file.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
