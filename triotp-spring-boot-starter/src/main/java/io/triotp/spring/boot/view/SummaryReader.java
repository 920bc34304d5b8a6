package io.triotp.spring.boot.view;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.triotp.durable.DurableStore;
import io.triotp.history.History;
import io.triotp.node.Node;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.HighMailbox;
import io.triotp.process.Pid;
import io.triotp.process.ProcessCensus;
import io.triotp.process.ProcessInfo;
import io.triotp.process.SafeText;
import io.triotp.process.ZombieInfo;
import io.triotp.spring.boot.view.KnownApplications.KnownApplication;
import io.triotp.spring.boot.view.SummaryDescriptor.ApplicationDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.DeadLettersDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.MailboxDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.MailboxesDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.ProblemDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.RestartsDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.ZombieDescriptor;
import io.triotp.spring.boot.view.SummaryDescriptor.ZombiesDescriptor;
import io.triotp.supervisor.ChildInfo;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.TreeTotals;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * Takes the {@link SummaryDescriptor summary} of a node without asking any process.
 */
final class SummaryReader {

	/** More of them would tell nothing new; the answer stays small. */
	private static final int MAX_LISTED = 5;

	private static final @Nullable String VERSION = Node.class.getPackage().getImplementationVersion();

	private final Node node;

	private final KnownApplications applications;

	private final List<DurableStore> stores;

	private final RecentTrouble recent;

	private final SummaryDescriptor.AccessDescriptor access;

	SummaryReader(Node node, KnownApplications applications, List<DurableStore> stores, RecentTrouble recent,
			SummaryDescriptor.AccessDescriptor access) {
		this.stores = stores;
		this.access = access;
		this.node = node;
		this.applications = applications;
		this.recent = recent;
	}

	SummaryDescriptor read() {
		List<KnownApplication> known = this.applications.all();
		List<ProblemDescriptor> problems = new ArrayList<>();
		List<ApplicationDescriptor> described = new ArrayList<>();
		for (KnownApplication application : known) {
			described.add(describe(application, problems));
		}
		ProcessCensus census = this.node.view().census(Supervisor.behaviours());
		List<ZombieInfo> zombies = this.node.view().zombies();
		this.node.view().highMailboxes().stream().limit(MAX_LISTED).map(this::high).forEach(problems::add);
		zombies.stream().limit(MAX_LISTED).map(SummaryReader::undead).forEach(problems::add);
		problems.addAll(NodeProblems.of(this.node, this.stores, census.full()));
		return new SummaryDescriptor(inMillis(this.node.host().time().instant()),
				new SummaryDescriptor.NodeDescriptor(this.node.name(), VERSION, inMillis(this.node.startedAt())),
				this.access,
				new SummaryDescriptor.ProcessesDescriptor(census.total(), Supervisor.count(census),
						new EnumMap<>(census.byState())),
				mailboxes(census, known), restarts(known), deadLetters(), zombies(zombies), remembered(), problems,
				described);
	}

	private SummaryDescriptor.RememberedDescriptor remembered() {
		History.Extent extent = this.node.history().extent();
		return new SummaryDescriptor.RememberedDescriptor(extent.oldest(), extent.newest(), extent.capacity(),
				extent.dropped());
	}

	private static ApplicationDescriptor describe(KnownApplication application, List<ProblemDescriptor> problems) {
		Optional<ApplicationCensus> census = application.root().map(ApplicationCensus::new);
		Optional<TreeTotals> totals = application.totals();
		ExitDescriptor endReason = application.endReason().orElse(null);
		if (application.state() == PlaceState.FAILED) {
			problems
				.add(new ProblemDescriptor(ProblemDescriptor.Code.APPLICATION_FAILED, ProblemDescriptor.Severity.ERROR,
						application.name(), (endReason != null) ? endReason.describe() : "it has failed"));
		}
		census.map(ApplicationCensus::problems).ifPresent(problems::addAll);
		return new ApplicationDescriptor(application.name(), application.rootId(), application.state(),
				census.map(ApplicationCensus::processes).orElse(0L), totals.map(TreeTotals::restarts).orElse(0L),
				totals.flatMap(TreeTotals::lastExit)
					.map((exit) -> ExitDescriptor.of(exit.path(), exit.reason(), exit.at()))
					.orElse(null),
				endReason);
	}

	private ProblemDescriptor high(HighMailbox mailbox) {
		return new ProblemDescriptor(ProblemDescriptor.Code.MAILBOX_HIGH, ProblemDescriptor.Severity.WARNING,
				mailbox.path(), mailbox.size() + " messages wait, the high-water mark is "
						+ this.node.view().options().highWaterMark());
	}

	private static ProblemDescriptor undead(ZombieInfo zombie) {
		return new ProblemDescriptor(ProblemDescriptor.Code.ZOMBIE, ProblemDescriptor.Severity.WARNING, zombie.path(),
				"its code runs on, " + TimeText.of(zombie.age()) + " after the kill");
	}

	private ZombiesDescriptor zombies(List<ZombieInfo> zombies) {
		return new ZombiesDescriptor(zombies.size(), this.node.view().zombieTotal(),
				zombies.stream().limit(MAX_LISTED).map(SummaryReader::describe).toList());
	}

	private static ZombieDescriptor describe(ZombieInfo zombie) {
		return new ZombieDescriptor(NodeId.of(zombie.pid()), zombie.path(), zombie.behaviour().getName(),
				zombie.message().map(Class::getName).orElse(null), zombie.age().toMillis() / 1_000.0);
	}

	private MailboxesDescriptor mailboxes(ProcessCensus census, List<KnownApplication> known) {
		Optional<MailboxDescriptor> largest = census.largest()
			.flatMap(this.node.view()::info)
			.map((process) -> new MailboxDescriptor(NodeId.of(process.pid()), path(process, known).orElse(null),
					process.label().map(SafeText::of).orElse(null), census.largestSize()));
		return new MailboxesDescriptor(census.messages(), largest.orElse(null),
				largest.isPresent() ? this.node.view().highMailboxCount() : 0);
	}

	/**
	 * {@return its place in a tree}, which is its label, or that of an ancestor and the
	 * labels on the way. Not {@link ProcessInfo#path()}: that names a process without a
	 * label by its class alone, and also one that is in no tree
	 */
	private Optional<String> path(ProcessInfo process, List<KnownApplication> known) {
		Set<Pid> roots = new HashSet<>();
		known.forEach((application) -> application.root().flatMap(ChildInfo::pid).ifPresent(roots::add));
		String below = "";
		Optional<ProcessInfo> place = Optional.of(process);
		while (place.isPresent()) {
			String label = place.get().label().orElse(NodeId.of(place.get().pid()));
			if (label.contains("/") || roots.contains(place.get().pid())) {
				return Optional.of(label + below);
			}
			below = "/" + label + below;
			place = place.get().parent().flatMap(this.node.view()::info);
		}
		return Optional.empty();
	}

	private RestartsDescriptor restarts(List<KnownApplication> known) {
		long total = 0;
		Instant last = null;
		for (KnownApplication application : known) {
			TreeTotals totals = application.totals().orElse(null);
			if (totals != null) {
				total += totals.restarts();
				Instant at = totals.lastRestart().orElse(null);
				last = (at != null && (last == null || at.isAfter(last))) ? at : last;
			}
		}
		return new RestartsDescriptor(total, this.recent.restartsInLastMinute(), this.recent.restartsInLastHour(),
				(last != null) ? inMillis(last) : null);
	}

	/** More than people and browsers can read is noise. */
	private static Instant inMillis(Instant at) {
		return at.truncatedTo(ChronoUnit.MILLIS);
	}

	private DeadLettersDescriptor deadLetters() {
		Map<DeadLetterReason, Long> byReason = new EnumMap<>(DeadLetterReason.class);
		for (DeadLetterReason reason : DeadLetterReason.values()) {
			byReason.put(reason, this.node.view().deadLetters(reason));
		}
		return new DeadLettersDescriptor(byReason.values().stream().mapToLong(Long::longValue).sum(),
				this.recent.deadLettersInLastMinute(), byReason);
	}

}
