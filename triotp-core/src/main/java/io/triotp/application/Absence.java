package io.triotp.application;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.triotp.Pure;
import io.triotp.process.ExitReason;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildStatus;
import io.triotp.supervisor.DeclaredChild;
import io.triotp.supervisor.SupervisorView;
import org.jspecify.annotations.Nullable;

/**
 * Why nobody has a name that belongs to an application: one that its tree declares, or
 * one that begins with its name and a slash.
 */
@Pure
final class Absence {

	private Absence() {
	}

	/**
	 * {@return half a sentence, or nothing if the name belongs to no application}
	 * @param name the name
	 * @param applications all that are known
	 */
	static Optional<String> of(String name, List<ApplicationInfo> applications) {
		for (ApplicationInfo application : applications) {
			Optional<DeclaredChild> child = declared(name, application.spec());
			if (child.isPresent()) {
				return Optional.of(of(application, child.get().path()));
			}
		}
		int end = name.indexOf('/');
		if (end < 0) {
			return Optional.empty();
		}
		String prefix = name.substring(0, end);
		return Optional.of(applications.stream()
			.filter((application) -> application.name().equals(prefix))
			.findFirst()
			.map((application) -> of(application, null))
			.orElse("no application '" + prefix + "' has been started"));
	}

	private static Optional<DeclaredChild> declared(String name, ApplicationSpec spec) {
		return spec.declaredTree().stream().filter((child) -> name.equals(child.spec().name())).findFirst();
	}

	private static String of(ApplicationInfo application, @Nullable String path) {
		String subject = "application '" + application.name() + "' ";
		String why = application.endReason().map((reason) -> ": " + reason).orElse("");
		return switch (application.state()) {
			case STARTING -> subject + "is still being started";
			case STOPPING -> subject + "is being stopped";
			case STOPPED -> subject + "has been stopped";
			case ENDED -> subject + "has ended" + why;
			case FAILED -> subject + "has failed" + why;
			case RUNNING -> subject + "runs, but "
					+ find(application, path).map(Absence::ofChild).orElse("has no such process now");
		};
	}

	private static Optional<ChildInfo> find(ApplicationInfo application, @Nullable String path) {
		return (path == null) ? Optional.empty()
				: application.root().stream().flatMap((root) -> towards(root, path)).findFirst();
	}

	private static Stream<ChildInfo> towards(ChildInfo child, String path) {
		if (child.path().equals(path)) {
			return Stream.of(child);
		}
		return path.startsWith(child.path() + "/")
				? child.supervision().stream().flatMap(SupervisorView::children).flatMap((each) -> towards(each, path))
				: Stream.empty();
	}

	private static String ofChild(ChildInfo child) {
		String what = "its child '" + child.path() + "' "
				+ ((child.status() == ChildStatus.STOPPED) ? "has no process" : "is being restarted");
		return what + child.lastExit()
			.map(ExitReason::toString)
			.map((reason) -> ", it last ended with: " + reason)
			.orElse("");
	}

}
