package io.triotp.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.triotp.process.ProcessDetails.Peers;
import io.triotp.process.ProcessDetails.WaitingMessages;
import org.jspecify.annotations.Nullable;

/**
 * Looks closely at one process. Each part is bounded: a process may have a million links,
 * and as many messages.
 */
final class Inspection {

	/** So many links, monitors and classes of messages are listed. */
	private static final int LISTED = 50;

	/** So many monitors, timers and messages are looked at. */
	private static final int COUNTED = 10_000;

	private Inspection() {
	}

	static ProcessDetails of(ProcessCell cell) {
		ProcessInfo info = cell.info();
		List<WaitingMessages> waiting = waiting(cell);
		Optional<Pid> waitsFor = Optional.ofNullable(cell.waiting())
			.filter((each) -> !each.isOver())
			.map(Waiting::target);
		boolean fetched = cell.oldestFetched() != null;
		return cell.node.bonds.look(cell, (locked) -> {
			BondLists lists = locked.bondLists;
			return new ProcessDetails(info, new Peers(LinkSet.count(locked.links), LinkSet.some(locked.links, LISTED)),
					peers((lists != null) ? lists.ownMonitors : null, (each) -> each.nextOfOwner, Monitor::target),
					peers((lists != null) ? lists.monitors : null, (each) -> each.nextOfTarget, (each) -> each.owner),
					timers((lists != null) ? lists.timers : null), cell.limit(), waitsFor, fetched, waiting);
		});
	}

	/** A monitor that belongs to no process is ours, or a caller's that waits outside. */
	private static Peers peers(@Nullable Monitor first, Function<Monitor, @Nullable Monitor> next,
			Function<Monitor, @Nullable Pid> peer) {
		int total = 0;
		List<Pid> some = new ArrayList<>();
		for (Monitor each = first; each != null && total < COUNTED; each = next.apply(each)) {
			Pid pid = peer.apply(each);
			if (pid != null) {
				total++;
				if (some.size() < LISTED) {
					some.add(pid);
				}
			}
		}
		return new Peers(total, some);
	}

	private static int timers(@Nullable Timer first) {
		int count = 0;
		for (Timer each = first; each != null && count < COUNTED; each = each.next) {
			count++;
		}
		return count;
	}

	private static List<WaitingMessages> waiting(ProcessCell cell) {
		Map<Class<?>, Integer> byType = new HashMap<>();
		cell.lookInto(COUNTED, (envelope) -> byType.merge(envelope.content().getClass(), 1, Integer::sum));
		return byType.entrySet()
			.stream()
			.map((each) -> new WaitingMessages(each.getKey(), each.getValue()))
			.sorted(Comparator.comparingInt(WaitingMessages::count)
				.reversed()
				.thenComparing((each) -> each.type().getName()))
			.limit(LISTED)
			.toList();
	}

}
