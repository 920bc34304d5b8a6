package io.triotp.spring.boot.actuate;

/**
 * The name of a behaviour in a tag: that of its class, as the endpoint shows it. A lambda
 * has the name of the class it is written in, because its own is another in each run.
 */
final class BehaviorTag {

	/** For behaviours beyond those that are told apart. */
	static final String OTHER = "other";

	private static final ClassValue<String> NAMES = new ClassValue<>() {

		@Override
		protected String computeValue(Class<?> type) {
			String name = type.getName();
			int lambda = name.indexOf("$$");
			return (lambda > 0) ? name.substring(0, lambda) : name;
		}

	};

	private BehaviorTag() {
	}

	static String of(Class<?> behavior) {
		return NAMES.get(behavior);
	}

}
