package io.triotp.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links, monitors and timers of all processes of a node, and how they come undone.
 *
 * <p>
 * Maintainer's note. The tables themselves are fields of {@link ProcessCell}; a process
 * has no lock of its own (48 bytes times a million), it shares one of {@value #STRIPES}.
 * What concerns two processes takes both locks, lower stripe first. A lock is held for a
 * few instructions and never while foreign code runs. That a {@code Down} or {@code Exit}
 * is put into the mailbox under the lock of its receiver is what makes {@code demonitor}
 * and {@code unlink} final: whoever comes second finds the bond gone. Rejected: signals
 * through the mailbox as in Erlang, because a process that is busy for a second would
 * answer {@code link} after a second.
 */
final class Bonds {

	private static final Logger logger = LoggerFactory.getLogger(Bonds.class);

	private static final int STRIPES = 256;

	private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

	Bonds() {
		for (int i = 0; i < STRIPES; i++) {
			this.locks[i] = new ReentrantLock();
		}
	}

	private static int stripe(Pid pid) {
		return (int) ((pid.id() * 0x9E3779B97F4A7C15L) >>> 56);
	}

	private ReentrantLock lock(ProcessCell cell) {
		ReentrantLock lock = this.locks[stripe(cell)];
		lock.lock();
		return lock;
	}

	private void lockBoth(ProcessCell a, ProcessCell b) {
		int first = Math.min(stripe(a), stripe(b));
		int second = Math.max(stripe(a), stripe(b));
		this.locks[first].lock();
		this.locks[second].lock();
	}

	private void unlockBoth(ProcessCell a, ProcessCell b) {
		this.locks[stripe(a)].unlock();
		this.locks[stripe(b)].unlock();
	}

	/**
	 * Link two processes.
	 * @return whether they are linked now; false if one of them has ended
	 */
	boolean link(ProcessCell a, ProcessCell b) {
		if (a == b) {
			return true;
		}
		lockBoth(a, b);
		try {
			if (a.bondsUndone || b.bondsUndone) {
				return false;
			}
			a.links = LinkSet.add(a.links, b);
			b.links = LinkSet.add(b.links, a);
			return true;
		}
		finally {
			unlockBoth(a, b);
		}
	}

	void unlink(ProcessCell a, ProcessCell b) {
		lockBoth(a, b);
		try {
			a.links = LinkSet.remove(a.links, b);
			b.links = LinkSet.remove(b.links, a);
		}
		finally {
			unlockBoth(a, b);
		}
	}

	/**
	 * Make sure that one process is not told of the end of another: remove their link and
	 * all monitors the one has on the other.
	 */
	void muteStart(ProcessCell starter, ProcessCell child) {
		lockBoth(starter, child);
		try {
			starter.links = LinkSet.remove(starter.links, child);
			child.links = LinkSet.remove(child.links, starter);
			BondLists ties = child.ties;
			MonitorRef following;
			for (MonitorRef ref = (ties != null) ? ties.monitors : null; ref != null; ref = following) {
				following = ref.nextOfTarget;
				if (ref.owner == starter && ref.active) {
					ref.active = false;
					removeFromTarget(ref);
					removeFromOwner(starter, ref);
				}
			}
		}
		finally {
			unlockBoth(starter, child);
		}
	}

	ProcessCell[] linksOf(ProcessCell cell) {
		ReentrantLock lock = lock(cell);
		try {
			return LinkSet.toArray(cell.links);
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * Make a process the owner of a new monitor.
	 */
	MonitorRef monitor(ProcessCell owner, ProcessCell target, @Nullable String name) {
		MonitorRef ref = new MonitorRef(target, name, owner, null);
		boolean dead;
		lockBoth(owner, target);
		try {
			dead = target.bondsUndone;
			if (!dead && !owner.bondsUndone && owner != target) {
				ref.active = true;
				addToTarget(ref);
				addToOwner(owner, ref);
			}
		}
		finally {
			unlockBoth(owner, target);
		}
		if (dead) {
			owner.signal(new SystemMessage.Down(ref, target, ExitReason.noProcess()));
		}
		return ref;
	}

	/**
	 * Have something told of the end of a process without being one. The callback runs in
	 * the exit sequence of the target.
	 * @return the monitor, or {@code null} if the target has ended already
	 */
	@Nullable MonitorRef watch(ProcessCell target, BiConsumer<Pid, ExitReason> watch) {
		MonitorRef ref = new MonitorRef(target, null, null, watch);
		ReentrantLock lock = lock(target);
		try {
			if (target.bondsUndone) {
				return null;
			}
			ref.active = true;
			addToTarget(ref);
			return ref;
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * Stop a monitor.
	 * @return whether it had not fired
	 */
	boolean demonitor(MonitorRef ref) {
		ProcessCell target = ref.target;
		ProcessCell owner = (ref.owner != null) ? ref.owner : target;
		lockBoth(owner, target);
		try {
			if (ref.active) {
				ref.active = false;
				removeFromTarget(ref);
				if (ref.owner != null) {
					removeFromOwner(ref.owner, ref);
				}
				return true;
			}
			return false;
		}
		finally {
			unlockBoth(owner, target);
		}
	}

	/**
	 * @return false if the owner has ended; the timer must not be started then
	 */
	boolean addTimer(TimerRef timer) {
		ReentrantLock lock = lock(timer.owner);
		try {
			if (timer.owner.bondsUndone) {
				timer.active = false;
				return false;
			}
			BondLists ties = BondLists.of(timer.owner);
			TimerRef head = ties.timers;
			timer.next = head;
			if (head != null) {
				head.previous = timer;
			}
			ties.timers = timer;
			return true;
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * @return whether the timer was still waiting
	 */
	boolean removeTimer(TimerRef timer) {
		ReentrantLock lock = lock(timer.owner);
		try {
			if (!timer.active) {
				return false;
			}
			timer.active = false;
			if (timer.previous != null) {
				timer.previous.next = timer.next;
			}
			else {
				BondLists.of(timer.owner).timers = timer.next;
			}
			if (timer.next != null) {
				timer.next.previous = timer.previous;
			}
			return true;
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * Undo all bonds of a process that has ended: timers, then monitors, then links (OTP
	 * P6, M7, L5).
	 */
	void sever(ProcessCell cell, ExitReason reason) {
		List<MonitorRef> monitors = new ArrayList<>();
		List<MonitorRef> owned = new ArrayList<>();
		ProcessCell[] linked;
		TimerRef timers = null;
		ReentrantLock lock = lock(cell);
		try {
			cell.bondsUndone = true;
			linked = LinkSet.toArray(cell.links);
			cell.links = null;
			BondLists ties = cell.ties;
			if (ties != null) {
				for (MonitorRef ref = ties.monitors; ref != null; ref = ref.nextOfTarget) {
					monitors.add(ref);
				}
				for (MonitorRef ref = ties.ownMonitors; ref != null; ref = ref.nextOfOwner) {
					owned.add(ref);
				}
				ties.ownMonitors = null;
				timers = ties.timers;
				ties.timers = null;
				for (TimerRef timer = timers; timer != null; timer = timer.next) {
					timer.active = false;
				}
			}
		}
		finally {
			lock.unlock();
		}
		for (TimerRef timer = timers; timer != null; timer = timer.next) {
			TimeSource.Scheduled task = timer.scheduled;
			if (task != null) {
				task.cancel();
			}
		}
		for (MonitorRef ref : monitors.reversed()) {
			notifyOwner(cell, ref, reason);
		}
		owned.forEach(this::dropOwned);
		// Children first: when the parent hears of it, they have been told to end.
		for (ProcessCell peer : linked) {
			if (peer.isChildOf(cell)) {
				breakLink(cell, peer, reason);
			}
		}
		for (ProcessCell peer : linked) {
			if (!peer.isChildOf(cell)) {
				breakLink(cell, peer, reason);
			}
		}
	}

	private void notifyOwner(ProcessCell target, MonitorRef ref, ExitReason reason) {
		ProcessCell owner = (ref.owner != null) ? ref.owner : target;
		lockBoth(owner, target);
		try {
			if (!ref.active) {
				return;
			}
			ref.active = false;
			removeFromTarget(ref);
			if (ref.owner != null) {
				removeFromOwner(ref.owner, ref);
				ref.owner.signal(new SystemMessage.Down(ref, target, reason));
			}
		}
		finally {
			unlockBoth(owner, target);
		}
		if (ref.watch != null) {
			tell(ref.watch, target, reason);
		}
	}

	/** Whatever it does, the others must be told. */
	private static void tell(BiConsumer<Pid, ExitReason> watch, Pid target, ExitReason reason) {
		try {
			watch.accept(target, reason);
		}
		catch (Throwable ex) {
			logger.error("A watch on {} failed when it ended ({})", target, reason, ex);
		}
	}

	private void dropOwned(MonitorRef ref) {
		ReentrantLock lock = lock(ref.target);
		try {
			if (ref.active) {
				ref.active = false;
				removeFromTarget(ref);
			}
		}
		finally {
			lock.unlock();
		}
	}

	private void breakLink(ProcessCell dead, ProcessCell peer, ExitReason reason) {
		boolean dies = false;
		ReentrantLock lock = lock(peer);
		try {
			if (!LinkSet.contains(peer.links, dead)) {
				return;
			}
			peer.links = LinkSet.remove(peer.links, dead);
			switch (peer.effectOf(dead, reason)) {
				case IGNORE -> {
				}
				case DELIVER -> peer.signal(new SystemMessage.Exit(dead, reason));
				case DIE -> dies = true;
			}
		}
		finally {
			lock.unlock();
		}
		if (dies) {
			peer.requestExit(reason);
		}
	}

	private static void addToTarget(MonitorRef ref) {
		BondLists ties = BondLists.of(ref.target);
		MonitorRef head = ties.monitors;
		ref.nextOfTarget = head;
		if (head != null) {
			head.previousOfTarget = ref;
		}
		ties.monitors = ref;
	}

	private static void removeFromTarget(MonitorRef ref) {
		if (ref.previousOfTarget != null) {
			ref.previousOfTarget.nextOfTarget = ref.nextOfTarget;
		}
		else {
			BondLists.of(ref.target).monitors = ref.nextOfTarget;
		}
		if (ref.nextOfTarget != null) {
			ref.nextOfTarget.previousOfTarget = ref.previousOfTarget;
		}
	}

	private static void addToOwner(ProcessCell owner, MonitorRef ref) {
		BondLists ties = BondLists.of(owner);
		MonitorRef head = ties.ownMonitors;
		ref.nextOfOwner = head;
		if (head != null) {
			head.previousOfOwner = ref;
		}
		ties.ownMonitors = ref;
	}

	private static void removeFromOwner(ProcessCell owner, MonitorRef ref) {
		if (owner.bondsUndone) {
			return;
		}
		if (ref.previousOfOwner != null) {
			ref.previousOfOwner.nextOfOwner = ref.nextOfOwner;
		}
		else {
			BondLists.of(owner).ownMonitors = ref.nextOfOwner;
		}
		if (ref.nextOfOwner != null) {
			ref.nextOfOwner.previousOfOwner = ref.previousOfOwner;
		}
	}

}
