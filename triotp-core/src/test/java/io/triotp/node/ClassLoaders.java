package io.triotp.node;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.triotp.application.ApplicationSpec;
import io.triotp.process.NodeOptions;
import io.triotp.supervisor.SupervisorSpec;

/**
 * A program that runs an application again and again, each time in a new class loader,
 * and prints how many of the loaders are left. The argument says what is in them.
 */
final class ClassLoaders {

	private static final int TIMES = 20;

	/** To load the whole library takes its time. */
	private static final int TIMES_OF_LIBRARY = 5;

	private static final String GUEST = "io.triotp.node.Guest";

	private ClassLoaders() {
	}

	public static void main(String[] args) throws Exception {
		switch (args[0]) {
			case "library" -> print(visits("io.triotp.", TIMES_OF_LIBRARY));
			case "users" -> print(visits(GUEST, TIMES));
			case "node" -> {
				try (Node node = Node.start(NodeOptions.defaults())) {
					print(startsAndStops(node));
				}
			}
			default -> throw new IllegalArgumentException(args[0]);
		}
	}

	private static void print(List<WeakReference<ClassLoader>> loaders) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (left(loaders) > 0 && System.nanoTime() < end) {
			System.gc();
		}
		System.out.println("left=" + left(loaders));
	}

	private static long left(List<WeakReference<ClassLoader>> loaders) {
		return loaders.stream().filter((each) -> !each.refersTo(null)).count();
	}

	private static List<WeakReference<ClassLoader>> visits(String own, int times) throws Exception {
		List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
		for (int i = 0; i < times; i++) {
			loaders.add(visit(new Isolated((name) -> name.startsWith(own))));
		}
		return loaders;
	}

	private static WeakReference<ClassLoader> visit(ClassLoader loader) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(loader);
		try {
			Class<?> type = loader.loadClass(GUEST);
			if (type.getClassLoader() != loader) {
				throw new IllegalStateException(type + " is not its own");
			}
			((Runnable) type.getConstructor().newInstance()).run();
		}
		finally {
			thread.setContextClassLoader(before);
		}
		return new WeakReference<>(loader);
	}

	/** All but the last, which the node shows. */
	private static List<WeakReference<ClassLoader>> startsAndStops(Node node) throws Exception {
		List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
		for (int i = 0; i < TIMES; i++) {
			loaders.add(startAndStop(node, new Isolated((name) -> name.startsWith(GUEST))));
		}
		return loaders.subList(0, TIMES - 1);
	}

	private static WeakReference<ClassLoader> startAndStop(Node node, ClassLoader loader) throws Exception {
		SupervisorSpec spec = (SupervisorSpec) loader.loadClass(GUEST).getMethod("tree").invoke(null);
		node.start(ApplicationSpec.of("guest", spec));
		node.stop("guest");
		return new WeakReference<>(loader);
	}

	/** Has some classes of its own, although its parent has them too. */
	private static final class Isolated extends ClassLoader {

		private final Predicate<String> own;

		Isolated(Predicate<String> own) {
			super(ClassLoaders.class.getClassLoader());
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
