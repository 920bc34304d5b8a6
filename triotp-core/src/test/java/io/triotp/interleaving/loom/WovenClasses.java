package io.triotp.interleaving.loom;

import java.io.IOException;
import java.io.InputStream;

/**
 * Our classes once more, the library's and the tests', with points woven in.
 */
final class WovenClasses extends ClassLoader {

	private static final String OURS = "io.triotp.";

	private static final String MACHINERY = Points.class.getPackageName() + ".";

	private final VolatileFields volatiles = new VolatileFields(this);

	WovenClasses() {
		super("woven", WovenClasses.class.getClassLoader());
	}

	static boolean isOurs(String name) {
		return name.startsWith(OURS) && !name.startsWith(MACHINERY);
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (!isOurs(name)) {
			return super.loadClass(name, resolve);
		}
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name);
		}
	}

	private Class<?> define(String name) throws ClassNotFoundException {
		try {
			byte[] woven = Weaver.weave(plain(name), this.volatiles);
			return defineClass(name, woven, 0, woven.length);
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

	byte[] plain(String name) throws IOException, ClassNotFoundException {
		try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
			if (in == null) {
				throw new ClassNotFoundException(name);
			}
			return in.readAllBytes();
		}
	}

}
