package io.triotp.node;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.triotp.application.ApplicationSpec;
import io.triotp.process.NodeOptions;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications come and go in class loaders of their own, in a container or with
 * devtools: what has gone is collected, classes and all.
 */
class ClassLoaderTests {

	private static final int TIMES = 20;

	/** The library and what runs on it, as in a container. */
	@Test
	void the_library_in_a_loader_of_its_own_is_let_go() throws Exception {
		List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
		for (int i = 0; i < TIMES; i++) {
			loaders.add(visit());
		}
		assertLetGo(loaders);
	}

	/** In a frame of its own, which holds nothing when it has returned. */
	private static WeakReference<ClassLoader> visit() throws Exception {
		ClassLoader loader = new Isolated((name) -> name.startsWith("io.triotp."));
		run(loader, "io.triotp.node.Guest");
		return new WeakReference<>(loader);
	}

	/** The code of users alone, as with devtools, in a node that goes with it. */
	@Test
	void code_of_users_in_a_loader_of_its_own_is_let_go() throws Exception {
		List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
		for (int i = 0; i < TIMES; i++) {
			loaders.add(restart());
		}
		assertLetGo(loaders);
	}

	private static WeakReference<ClassLoader> restart() throws Exception {
		ClassLoader loader = new Isolated((name) -> name.startsWith("io.triotp.node.Guest"));
		run(loader, "io.triotp.node.Guest");
		return new WeakReference<>(loader);
	}

	/** A node that lives on keeps what it shows of an application that has ended. */
	@Test
	void a_node_that_lives_on_keeps_the_code_of_the_last_only() throws Exception {
		try (Node node = Node.start(NodeOptions.defaults())) {
			List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
			for (int i = 0; i < TIMES; i++) {
				loaders.add(startAndStop(node));
			}
			assertThat(node.application("guest")).isPresent();
			assertLetGo(loaders.subList(0, TIMES - 1));
		}
	}

	private static WeakReference<ClassLoader> startAndStop(Node node) throws Exception {
		ClassLoader loader = new Isolated((name) -> name.startsWith("io.triotp.node.Guest"));
		SupervisorSpec spec = (SupervisorSpec) loader.loadClass("io.triotp.node.Guest").getMethod("tree").invoke(null);
		node.start(ApplicationSpec.of("guest", spec));
		node.stop("guest");
		return new WeakReference<>(loader);
	}

	private static void run(ClassLoader loader, String program) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(loader);
		try {
			Class<?> type = loader.loadClass(program);
			assertThat(type.getClassLoader()).isSameAs(loader);
			((Runnable) type.getConstructor().newInstance()).run();
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static void assertLetGo(List<WeakReference<ClassLoader>> loaders) {
		Probe.until(() -> {
			System.gc();
			return loaders.stream().allMatch((each) -> each.refersTo(null));
		});
	}

	/** Has some classes of its own, although its parent has them too. */
	private static final class Isolated extends ClassLoader {

		private final Predicate<String> own;

		Isolated(Predicate<String> own) {
			super(ClassLoaderTests.class.getClassLoader());
			this.own = own;
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			Class<?> known = findLoadedClass(name);
			if (known != null) {
				return known;
			}
			return this.own.test(name) ? define(name) : super.loadClass(name, resolve);
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
				if (file == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] bytes = file.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
