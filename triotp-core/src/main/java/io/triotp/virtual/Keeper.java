package io.triotp.virtual;

import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.triotp.process.BehaviourHost;
import io.triotp.process.ExitReason;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.ProcessBody;
import io.triotp.process.ProcessGlance;
import io.triotp.process.ProcessInfo;
import io.triotp.server.CallException;
import io.triotp.server.Sys;
import io.triotp.supervisor.KeyedServers;
import io.triotp.time.Deadline;
import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has virtual servers started when messages wait for them, and lets them go when they
 * have been idle.
 *
 * <p>
 * Maintainer's note. It only asks; the supervisor starts, and tells {@link Residents} of
 * each process, also after a restart. So nothing is lost if it ends at any point: the
 * next one looks at what is wanted. What it is told of may be missed for lack of memory,
 * so each look at who is idle looks at who is wanted as well.
 */
final class Keeper implements ProcessBody {

	private static final Logger logger = LoggerFactory.getLogger("io.triotp.virtual");

	private static final Duration SHORTEST_LOOK = Duration.ofMillis(10);

	private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

	private final Residents residents;

	private final KeyedServers<?> servers;

	private final VirtualSpec<?> spec;

	/** {@code null} if it does not count. */
	private final @Nullable HeapPressure heap;

	/** How full the heap was when nobody could be let go for that, 0 if somebody was. */
	private double owed;

	Keeper(Residents residents, KeyedServers<?> servers, VirtualSpec<?> spec, Supplier<@Nullable MemoryUsage> heap) {
		Double limit = spec.heapPressure();
		this.heap = (limit != null) ? new HeapPressure(limit, heap) : null;
		this.residents = residents;
		this.servers = servers;
		this.spec = spec;
	}

	@Override
	public void run(PlainProcess self) throws InterruptedException {
		TimeSource time = self.processes().host().time();
		Duration between = between(this.spec.passivateAfter());
		int untilCrowded = 0;
		startWanted(self);
		Deadline look = Deadline.after(between, time);
		while (true) {
			Optional<Object> wanted = self.receive(look.left());
			if (wanted.isPresent() && wanted.get() instanceof String key) {
				start(self, key);
				if (untilCrowded-- <= 0) {
					long active = active();
					untilCrowded = (int) Math.max(active, this.spec.maxActive()) / 100;
					if (active > this.spec.maxActive()) {
						letGo(self, 0);
					}
				}
				double full = heapIsFull();
				if (full > 0) {
					letGo(self, full);
				}
			}
			if (look.isOver()) {
				startWanted(self);
				letGo(self, Math.max(heapIsFull(), this.owed));
				look = Deadline.after(between, time);
			}
		}
	}

	private static Duration between(Duration after) {
		Duration tenth = after.dividedBy(10);
		return (tenth.compareTo(SHORTEST_LOOK) < 0) ? SHORTEST_LOOK
				: (tenth.compareTo(LONGEST_LOOK) > 0) ? LONGEST_LOOK : tenth;
	}

	private long active() {
		return this.residents.stream().filter(Resident::isActive).count();
	}

	private void startWanted(PlainProcess self) {
		this.residents.stream().map(Resident::key).toList().forEach((key) -> start(self, key));
	}

	/** One that waits for its restart is left to its backoff. */
	private void start(PlainProcess self, String key) {
		Resident resident = this.residents.get(key);
		if (resident == null || !resident.isWanted()) {
			return;
		}
		try {
			this.servers.get(key);
		}
		catch (CallException.NoServer | CallException.ServerExited ex) {
			// Their supervisor has ended, so this is about to.
		}
		catch (RuntimeException ex) {
			if (self.alive()) {
				this.residents.giveUp(resident, ExitReason.crash(ex));
			}
		}
	}

	private double heapIsFull() {
		HeapPressure present = this.heap;
		return (present != null) ? present.presses() : 0;
	}

	/**
	 * Lets those go that should.
	 * @param full how full the heap is, 0 if not too full
	 */
	private void letGo(PlainProcess self, double full) {
		BehaviourHost node = self.processes().host();
		long now = node.time().nanoTime();
		List<Passivation.Idle> idle = new ArrayList<>();
		this.residents.stream().forEach((resident) -> {
			Pid pid = resident.open();
			if (pid != null) {
				ProcessGlance glance = node.view().glance(pid);
				boolean asleep = glance.state() == ProcessInfo.State.WAITING && glance.mailboxSize() == 0;
				long since = resident.seen(glance.handled(), asleep, now);
				if (asleep && !resident.isLetGo()) {
					idle.add(new Passivation.Idle(resident, pid, since));
				}
			}
		});
		long after = TimeUnit.NANOSECONDS.convert(this.spec.passivateAfter());
		long active = active();
		double portion = (this.heap != null && full > 0) ? this.heap.portion(full) : 0;
		List<Passivation.Idle> chosen = Passivation.choose(idle, active, this.spec.maxActive(), after, now, portion);
		chosen.forEach((each) -> {
			each.resident().letGo();
			Sys.stopWhenIdle(node, each.pid());
		});
		this.owed = chosen.isEmpty() ? full : 0;
		if (full > 0 && !chosen.isEmpty()) {
			node.time()
				.report(() -> logger.warn("The heap is {} % full after it was collected: {} of {} active {} are let go",
						Math.round(full * 100), chosen.size(), active, this.residents));
		}
	}

}
