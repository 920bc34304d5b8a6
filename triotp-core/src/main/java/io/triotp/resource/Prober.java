package io.triotp.resource;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.MonitorRef;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessBody;
import io.triotp.process.SpawnOptions;
import io.triotp.process.SystemMessage;
import io.triotp.time.TimeText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a child again and again, and ends it when it has failed. For authors of
 * children.
 *
 * <p>
 * Maintainer's note. A process beside the child: one that hangs cannot look at itself. If
 * it is struck down itself, the child ends, which is never left unwatched. No link: a
 * child that traps exits would only get a message. Rejected: timers of the clock, which
 * would need a thread for each look anyway and hold the failures in a shared object.
 *
 * @param <T> what is looked at
 */
public final class Prober<T> implements ProcessBody {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.probe");

	private final BehaviourHost node;

	private final String path;

	private final Pid child;

	private final T subject;

	private final Probe<? super T> probe;

	private final Duration patience;

	private Prober(BehaviourHost node, String path, Pid child, T subject, Probe<? super T> probe, Duration patience) {
		this.node = node;
		this.path = path;
		this.child = child;
		this.subject = subject;
		this.probe = probe;
		this.patience = patience;
	}

	/**
	 * Starts to look at a child, for as long as it lives.
	 * @param <T> what is looked at
	 * @param node the node of the child
	 * @param path the place of the child
	 * @param child its process
	 * @param subject what is looked at
	 * @param probe how
	 * @param patience how long the child may take to end before it is killed
	 */
	public static <T> void start(BehaviourHost node, String path, Pid child, T subject, Probe<? super T> probe,
			Duration patience) {
		Objects.requireNonNull(node, "node");
		Objects.requireNonNull(path, "path");
		Objects.requireNonNull(child, "child");
		Objects.requireNonNull(subject, "subject");
		Objects.requireNonNull(probe, "probe");
		Objects.requireNonNull(patience, "patience");
		Pid prober = node.spawn(SpawnOptions.defaults().label("prober of " + path),
				new Prober<T>(node, path, child, subject, probe, patience));
		node.onExit(prober, (ended, reason) -> {
			if (reason.isAbnormal()) {
				node.stop(child, reason);
			}
		});
	}

	@Override
	public void run(PlainProcess self) throws InterruptedException {
		MonitorRef monitor = self.monitor(this.child);
		Streak streak = Streak.NONE;
		while (!hasEnded(self, monitor, this.probe.every())) {
			Finding finding = look();
			if (this.node.isLeaving(this.child)) {
				// It is being closed, and what closes need not work.
				continue;
			}
			streak = streak.after(finding);
			if (!(finding instanceof Finding.Healthy)) {
				publish(finding, streak.failed());
			}
			Optional<Finding> verdict = streak.verdict(finding, this.probe.failures());
			if (verdict.isPresent()) {
				end(self, monitor, verdict.get());
				return;
			}
			if (streak.failed() > 0) {
				logger.warn("'{}' ({}) is {}; {} of {} probes have failed", this.path, this.child, finding,
						streak.failed(), this.probe.failures());
			}
		}
	}

	private void publish(Finding finding, int failed) {
		if (this.node.events().hasListeners()) {
			this.node.events()
				.publish(this.path,
						(stamp) -> new ProbeFailed(stamp, this.child, finding, failed, this.probe.failures()));
		}
	}

	private static boolean hasEnded(PlainProcess self, MonitorRef monitor, Duration wait) throws InterruptedException {
		return self
			.receiveMatching((message) -> message instanceof SystemMessage.Down down && down.ref() == monitor, wait)
			.isPresent();
	}

	private Finding look() {
		try {
			Finding found = this.node.callWithin(this.probe.timeout(), () -> this.probe.check().look(this.subject),
					Late::new);
			return (found != null) ? found : Finding.unhealthy("its probe returned null instead of a finding");
		}
		catch (Late ex) {
			return Finding.unhealthy("its probe has not returned within " + TimeText.of(this.probe.timeout()),
					ex.where());
		}
		catch (Throwable ex) {
			return Finding.unhealthy("its probe failed", ex);
		}
	}

	private void end(PlainProcess self, MonitorRef monitor, Finding finding) throws InterruptedException {
		logger.warn("'{}' ({}) is {}, and ends", this.path, this.child, finding);
		this.node.stop(this.child, ExitReason.failure(finding));
		if (!hasEnded(self, monitor, this.patience)) {
			logger.warn("'{}' ({}) is {}, did not end within {} and is killed", this.path, this.child, finding,
					TimeText.of(this.patience));
			this.node.kill(this.child);
		}
	}

	@Override
	public Class<?> type() {
		return this.probe.check().getClass();
	}

}
