package io.triotp.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links, monitors and timers of all processes of a node, and how they are undone.
 *
 * <p>
 * Maintainer's note. The tables themselves are fields of {@link ProcessCell}. An
 * operation on two processes takes both locks. A lock is held for a few instructions and
 * never while foreign code runs. A {@code Down}, an {@code Exit} or a tick enters the
 * mailbox, and a request to end is made, under the lock of the receiver, which makes
 * {@code demonitor}, {@code unlink} and {@code cancel} final: whoever comes second finds
 * the bond gone. Rejected: signals through the mailbox as in Erlang, because a process
 * that is busy for a second would answer {@code link} only after that second.
 */
final class Bonds {

	private static final Logger logger = LoggerFactory.getLogger(Bonds.class);

	private final StripedLocks locks;

	Bonds() {
		this(new StripedLocks(ReentrantLock::new));
	}

	Bonds(StripedLocks locks) {
		this.locks = locks;
	}

	/**
	 * Links two processes.
	 * @return whether they are linked now; false if one of them has ended
	 */
	boolean link(ProcessCell a, ProcessCell b) {
		if (a == b) {
			return true;
		}
		this.locks.lockBoth(a, b);
		try {
			if (a.isSevered() || b.isSevered()) {
				return false;
			}
			a.links = LinkSet.add(a.links, b);
			b.links = LinkSet.add(b.links, a);
			return true;
		}
		finally {
			this.locks.unlockBoth(a, b);
		}
	}

	boolean areLinked(ProcessCell a, ProcessCell b) {
		return look(a, (cell) -> LinkSet.contains(cell.links, b));
	}

	void unlink(ProcessCell a, ProcessCell b) {
		this.locks.lockBoth(a, b);
		try {
			a.links = LinkSet.remove(a.links, b);
			b.links = LinkSet.remove(b.links, a);
		}
		finally {
			this.locks.unlockBoth(a, b);
		}
	}

	/**
	 * Removes the link between two processes and all monitors that the starter has on the
	 * child, so that the starter is not told of its end.
	 */
	void muteStart(ProcessCell starter, ProcessCell child) {
		this.locks.lockBoth(starter, child);
		try {
			starter.links = LinkSet.remove(starter.links, child);
			child.links = LinkSet.remove(child.links, starter);
			BondLists lists = child.bondLists;
			Monitor following;
			for (Monitor ref = (lists != null) ? lists.monitors : null; ref != null; ref = following) {
				following = ref.nextOfTarget;
				if (ref.owner == starter && ref.active) {
					ref.active = false;
					removeFromTarget(ref);
					removeFromOwner(starter, ref);
				}
			}
		}
		finally {
			this.locks.unlockBoth(starter, child);
		}
	}

	/** Looks at the links, monitors and timers of a process while nobody changes them. */
	<T> T look(ProcessCell cell, Function<ProcessCell, T> reader) {
		ReentrantLock lock = this.locks.lock(cell);
		try {
			return reader.apply(cell);
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * Creates a monitor owned by a process.
	 */
	Monitor monitor(ProcessCell owner, ProcessCell target, @Nullable String name) {
		Monitor ref = new Monitor(target, name, owner, null);
		boolean dead;
		this.locks.lockBoth(owner, target);
		try {
			dead = target.isSevered();
			if (!dead && !owner.isSevered() && owner != target) {
				BondLists ofOwner = owner.bondLists();
				target.bondLists().addMonitor(ref);
				ofOwner.addOwnMonitor(ref);
				ref.active = true;
			}
		}
		finally {
			this.locks.unlockBoth(owner, target);
		}
		if (dead) {
			owner.signal(new SystemMessage.Down(ref, target, ExitReason.noProcess()));
		}
		return ref;
	}

	/**
	 * Calls back at the end of a process, for a watcher that need not be a process. The
	 * callback runs in the exit sequence of the target.
	 * @return the monitor, or {@code null} if the target has ended already
	 */
	@Nullable Monitor watch(ProcessCell target, BiConsumer<Pid, ExitReason> watch) {
		Monitor ref = new Monitor(target, null, null, watch);
		ReentrantLock lock = this.locks.lock(target);
		try {
			if (target.isSevered()) {
				return null;
			}
			target.bondLists().addMonitor(ref);
			ref.active = true;
			return ref;
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * Stops a monitor.
	 * @return whether it had not fired yet
	 */
	boolean demonitor(Monitor ref) {
		ProcessCell target = ref.target;
		ProcessCell owner = (ref.owner != null) ? ref.owner : target;
		this.locks.lockBoth(owner, target);
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
			this.locks.unlockBoth(owner, target);
		}
	}

	/**
	 * Adds a timer to its owner.
	 * @return false if the owner has ended; the timer must not be started then
	 */
	boolean addTimer(Timer timer) {
		ReentrantLock lock = this.locks.lock(timer.owner);
		try {
			if (timer.owner.isSevered()) {
				timer.active = false;
				return false;
			}
			timer.owner.bondLists().addTimer(timer);
			return true;
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * Adds the message of a periodic timer to the mailbox of its owner, unless the timer
	 * has been cancelled.
	 * @return false if the owner has ended
	 */
	boolean tick(Timer timer, Envelope message) {
		ReentrantLock lock = this.locks.lock(timer.owner);
		try {
			return !timer.active || timer.owner.enqueueSignal(message);
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * Removes a timer from its owner.
	 * @return whether the timer was still waiting
	 */
	boolean removeTimer(Timer timer) {
		ReentrantLock lock = this.locks.lock(timer.owner);
		try {
			if (!timer.active) {
				return false;
			}
			timer.active = false;
			timer.owner.bondLists().removeTimer(timer);
			return true;
		}
		finally {
			lock.unlock();
		}
	}

	/**
	 * Undoes all bonds of a process that has ended: timers, then monitors, then links
	 * (OTP P6, M7, L5). If it is broken off by an Error, it can be called again: a bond
	 * is undone when the other side has been told.
	 */
	void sever(ProcessCell cell, ExitReason reason) {
		List<Monitor> monitors = new ArrayList<>();
		List<Monitor> owned = new ArrayList<>();
		Pid[] linked;
		Timer timers = null;
		ReentrantLock lock = this.locks.lock(cell);
		try {
			cell.severed();
			linked = LinkSet.toArray(cell.links);
			BondLists lists = cell.bondLists;
			if (lists != null) {
				for (Monitor ref = lists.monitors; ref != null; ref = ref.nextOfTarget) {
					monitors.add(ref);
				}
				for (Monitor ref = lists.ownMonitors; ref != null; ref = ref.nextOfOwner) {
					owned.add(ref);
				}
				timers = lists.timers;
				for (Timer timer = timers; timer != null; timer = timer.next) {
					timer.active = false;
				}
			}
		}
		finally {
			lock.unlock();
		}
		for (Timer timer = timers; timer != null; timer = timer.next) {
			timer.dropTask();
			TimeSource.Scheduled task = timer.scheduled;
			if (task != null) {
				task.cancel();
			}
		}
		for (Monitor ref : monitors.reversed()) {
			notifyOwner(cell, ref, reason);
		}
		owned.forEach(this::dropOwned);
		// Children first: they have been told to end before the parent learns of it.
		breakLinks(cell, linked, true, reason);
		breakLinks(cell, linked, false, reason);
		forget(cell);
	}

	private void forget(ProcessCell cell) {
		ReentrantLock lock = this.locks.lock(cell);
		try {
			cell.links = null;
			if (cell.bondLists != null) {
				cell.bondLists.dropOwn();
			}
		}
		finally {
			lock.unlock();
		}
	}

	private void notifyOwner(ProcessCell target, Monitor ref, ExitReason reason) {
		ProcessCell owner = (ref.owner != null) ? ref.owner : target;
		this.locks.lockBoth(owner, target);
		try {
			if (!ref.active) {
				return;
			}
			if (ref.owner != null) {
				ref.owner.signal(new SystemMessage.Down(ref, target, reason));
				removeFromOwner(ref.owner, ref);
			}
			ref.active = false;
			removeFromTarget(ref);
		}
		finally {
			this.locks.unlockBoth(owner, target);
		}
		if (ref.watch != null) {
			tell(ref, ref.watch, reason);
		}
	}

	/**
	 * A failing watch must not keep the others from being told. One that fails for lack
	 * of memory is told again later.
	 */
	private void tell(Monitor ref, BiConsumer<Pid, ExitReason> watch, ExitReason reason) {
		Pid target = ref.target;
		try {
			watch.accept(target, reason);
		}
		catch (OutOfMemoryError ex) {
			makeWatchAgain(ref);
			throw ex;
		}
		catch (Throwable ex) {
			logger.error("A watch on {} failed when it ended ({})", target, reason, ex);
		}
	}

	private void makeWatchAgain(Monitor ref) {
		ReentrantLock lock = this.locks.lock(ref.target);
		try {
			ref.target.bondLists().addMonitor(ref);
			ref.active = true;
		}
		finally {
			lock.unlock();
		}
	}

	private void dropOwned(Monitor ref) {
		ReentrantLock lock = this.locks.lock(ref.target);
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

	private void breakLinks(ProcessCell dead, Pid[] linked, boolean children, ExitReason reason) {
		for (Pid each : linked) {
			ProcessCell peer = (ProcessCell) each;
			if (peer.isChildOf(dead) == children) {
				breakLink(dead, peer, reason);
			}
		}
	}

	private void breakLink(ProcessCell dead, ProcessCell peer, ExitReason reason) {
		boolean dies;
		ReentrantLock lock = this.locks.lock(peer);
		try {
			if (!LinkSet.contains(peer.links, dead)) {
				return;
			}
			dies = takeEffect(dead, peer, reason);
			peer.links = LinkSet.remove(peer.links, dead);
		}
		finally {
			lock.unlock();
		}
		if (dies) {
			peer.exitRequested();
		}
	}

	/**
	 * Sends an exit signal.
	 * @param from the sender; {@code null} if it is not a process
	 */
	void exitSignal(@Nullable ProcessCell from, ProcessCell to, ExitReason reason) {
		StackRoom.require();
		boolean dies;
		ReentrantLock lock = this.locks.lock(to);
		try {
			dies = takeEffect(from, to, reason);
		}
		finally {
			lock.unlock();
		}
		if (dies) {
			to.exitRequested();
		}
	}

	/**
	 * Decides what an exit signal does, and lets it be done: all under the lock of the
	 * receiver, so that nothing of it comes later than an {@code unlink} or
	 * {@code trapExits} that has returned.
	 * @return whether the caller must call {@link ProcessCell#exitRequested}, without the
	 * lock
	 */
	private static boolean takeEffect(@Nullable ProcessCell from, ProcessCell to, ExitReason reason) {
		return switch (to.effectOf(from, reason)) {
			case IGNORE -> false;
			case DELIVER -> {
				to.signal(new SystemMessage.Exit((from != null) ? from : to, reason));
				yield false;
			}
			case DIE -> to.claimRequest(reason);
		};
	}

	void trapExits(ProcessCell cell, boolean trap) {
		ReentrantLock lock = this.locks.lock(cell);
		try {
			cell.trapping = trap;
		}
		finally {
			lock.unlock();
		}
	}

	private static void removeFromTarget(Monitor monitor) {
		monitor.target.bondLists().removeMonitor(monitor);
	}

	private static void removeFromOwner(ProcessCell owner, Monitor monitor) {
		if (!owner.isSevered()) {
			owner.bondLists().removeOwnMonitor(monitor);
		}
	}

}
