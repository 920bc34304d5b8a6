package io.triotp.interleaving.model;

import java.time.Duration;
import java.util.List;

import io.triotp.interleaving.Interleaved;
import io.triotp.interleaving.Schedule;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.server.CallException;
import io.triotp.supervisor.ChildConflictException;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildStatus;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.Strategy;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random lives of supervisors: children end for every reason, operators stop, start, add
 * and delete them, time passes; after each step all is as on paper, whatever the threads
 * did in between.
 */
class RandomFamilyTests {

	private static final int STEPS = 30;

	private static final int MOST = 5;

	private static final int MAX_RESTARTS = 4;

	@Interleaved(windows = { "gave up", "lived" })
	void a_supervisor_does_what_the_rules_say(Schedule schedule) {
		Node node = schedule.node();
		Strategy strategy = Strategy.values()[schedule.random(3)];
		PaperFamily paper = new PaperFamily(strategy, MAX_RESTARTS);
		ChildSpec[] specs = new ChildSpec[1 + schedule.random(3)];
		for (int i = 0; i < specs.length; i++) {
			specs[i] = member("c" + i, restart(schedule));
			paper.add("c" + i, specs[i].restart());
		}
		Supervisor supervisor = Supervisor.start(node, "sup", SupervisorSpec.of(strategy, specs)
			.intensity(new RestartIntensity(MAX_RESTARTS, Duration.ofSeconds(PaperFamily.PERIOD))));
		Pid pid = supervisor.pid().orElseThrow();
		int ids = specs.length;
		for (int step = 0; step < STEPS && !paper.isOver(); step++) {
			int what = schedule.random(12);
			String deed = "step " + step + ", case " + what;
			if (what == 11) {
				schedule.pass(Duration.ofSeconds(1));
				paper.pass();
			}
			else if (what == 10 || paper.kids().isEmpty()) {
				if (paper.kids().size() < MOST) {
					ChildSpec added = member("c" + ids++, restart(schedule));
					supervisor.startChild(added);
					paper.add(added.id(), added.restart());
				}
			}
			else {
				PaperFamily.Kid kid = paper.kids().get(schedule.random(paper.kids().size()));
				deed += " of " + kid.id;
				befall(what, kid, paper, node, supervisor);
			}
			schedule.settle();
			compare(deed, paper, node, supervisor, pid);
		}
		schedule.met(paper.isOver() ? "gave up" : "lived");
	}

	private static ChildSpec member(String id, Restart restart) {
		return ChildSpec.process(id, (self) -> {
			switch ((String) self.receive()) {
				case "crash" -> throw new IllegalStateException("told to");
				default -> {
				}
			}
		}).name(id).restart(restart);
	}

	private static Restart restart(Schedule schedule) {
		return Restart.values()[schedule.random(3)];
	}

	private static void befall(int what, PaperFamily.Kid kid, PaperFamily paper, Node node, Supervisor supervisor) {
		switch (what) {
			case 0, 1 -> {
				if (kid.runs) {
					node.kill(node.whereis(kid.id).orElseThrow());
					paper.ends(kid, false);
				}
			}
			case 2, 3 -> {
				if (kid.runs) {
					node.send(kid.id, "crash");
					paper.ends(kid, false);
				}
			}
			case 4, 5 -> {
				if (kid.runs) {
					node.send(kid.id, "end");
					paper.ends(kid, true);
				}
			}
			case 6, 7 -> {
				supervisor.terminateChild(kid.id);
				paper.terminate(kid);
			}
			case 8 -> assertThat(isDone(() -> supervisor.restartChild(kid.id))).isEqualTo(paper.restart(kid));
			default -> assertThat(isDone(() -> supervisor.deleteChild(kid.id))).isEqualTo(paper.delete(kid));
		}
	}

	private static boolean isDone(Runnable request) {
		try {
			request.run();
			return true;
		}
		catch (ChildConflictException ex) {
			return false;
		}
	}

	private static void compare(String deed, PaperFamily paper, Node node, Supervisor supervisor, Pid pid) {
		if (paper.isOver()) {
			assertThat(pid.isAlive()).as("the supervisor after %s", deed).isFalse();
			assertThat(node.view().processCount()).as("processes after %s", deed).isZero();
			return;
		}
		List<ChildInfo> children;
		try {
			children = supervisor.children();
		}
		catch (CallException ex) {
			throw new AssertionError("The supervisor has ended after " + deed, ex);
		}
		assertThat(children).as("children after %s", deed)
			.extracting(ChildInfo::id)
			.isEqualTo(paper.kids().stream().map((each) -> each.id).toList());
		for (int i = 0; i < children.size(); i++) {
			ChildInfo child = children.get(i);
			PaperFamily.Kid kid = paper.kids().get(i);
			assertThat(child.status()).as("%s after %s", kid.id, deed)
				.isEqualTo(kid.runs ? ChildStatus.RUNNING : ChildStatus.STOPPED);
			assertThat(child.incarnation()).as("incarnation of %s after %s", kid.id, deed).isEqualTo(kid.incarnation);
			assertThat(child.restarts()).as("restarts of %s after %s", kid.id, deed).isEqualTo(kid.restarts);
			assertThat(node.whereis(kid.id)).as("pid of %s after %s", kid.id, deed).isEqualTo(child.pid());
		}
		assertThat(node.view().processCount()).as("processes after %s", deed)
			.isEqualTo(1 + paper.kids().stream().filter((each) -> each.runs).count());
	}

}
