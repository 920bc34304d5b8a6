package io.triotp.virtual;

import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.triotp.durable.Durability;
import io.triotp.durable.Waker;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import io.triotp.server.Sys;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildTemplate;
import io.triotp.supervisor.KeyedServers;
import io.triotp.supervisor.OwnInterceptor;
import io.triotp.supervisor.Place;
import io.triotp.supervisor.StartedChild;
import io.triotp.supervisor.SupervisorSpec;
import org.jspecify.annotations.Nullable;

/**
 * A server for each key, such as a customer, a device or a session, that is always there
 * for whoever has its key: the first message starts it, and when it has been idle it is
 * let go, without the loss of a message. What it keeps in memory only is gone then.
 *
 * <p>
 * Their {@linkplain #child() supervisor} is to be put into a tree; until that runs,
 * nobody is there. Each server is registered as the name of these servers, a slash and
 * its key. One that has messages, owes a reply, waits for an idle timeout, is suspended,
 * or has a timer, a monitor or a link of its own is not let go. One that crashes is
 * restarted as any other child is: what is sent meanwhile waits for that.
 *
 * <p>
 * May be used by any thread and any process.
 *
 * @param <P> the server
 */
public final class VirtualServers<P extends GenServer<?, ?, ?>> {

	/** As names have: {@value}. */
	private static final int LONGEST_NAME = 255;

	private final Processes node;

	private final String name;

	private final VirtualSpec<P> spec;

	private final Residents residents;

	private final Supplier<@Nullable MemoryUsage> heap;

	private VirtualServers(Processes node, String name, VirtualSpec<P> spec, Supplier<@Nullable MemoryUsage> heap) {
		this.heap = heap;
		this.node = Objects.requireNonNull(node, "node");
		this.name = Objects.requireNonNull(name, "name");
		this.spec = Objects.requireNonNull(spec, "spec");
		this.residents = new Residents(node.host(), name);
	}

	/**
	 * {@return virtual servers of a node} One object for each name.
	 * @param <P> the server
	 * @param node the node they live in
	 * @param name the name of all of them together
	 * @param spec what they are made of
	 */
	public static <P extends GenServer<?, ?, ?>> VirtualServers<P> of(Processes node, String name,
			VirtualSpec<P> spec) {
		return of(node, name, spec, HeapPressure.ofThisJvm());
	}

	static <P extends GenServer<?, ?, ?>> VirtualServers<P> of(Processes node, String name, VirtualSpec<P> spec,
			Supplier<@Nullable MemoryUsage> heap) {
		return new VirtualServers<>(node, name, spec, heap);
	}

	/**
	 * {@return the name of all of them together}
	 */
	public String name() {
		return this.name;
	}

	/**
	 * {@return the server of a key} Nothing is started before a message is sent. A call
	 * waits for the start no longer than for its answer; if the server cannot be started,
	 * the call fails with {@link io.triotp.server.CallException.ServerExited}, which says
	 * why, and any other message is a dead letter. So it is if 10,000 wait already.
	 * @param key the key: not blank, without slashes and control characters, and with
	 * their name and a slash no longer than 255 characters
	 * @throws IllegalArgumentException if this cannot be a key
	 */
	public ServerRef<P> of(String key) {
		return ServerRef.keyed(this.node, this.residents, requireKey(key));
	}

	private String requireKey(String key) {
		Place.requirePart("A key", key);
		int room = LONGEST_NAME - this.residents.called("").length();
		if (key.length() > room) {
			throw new IllegalArgumentException(
					"A key of " + this + " has " + room + " characters at most, but this one has " + key.length()
							+ " and begins with '" + key.substring(0, Math.min(key.length(), 20)) + "'");
		}
		return key;
	}

	/**
	 * {@return the keys whose server has a process now, in no particular order}
	 */
	public List<String> active() {
		return this.residents.active();
	}

	/**
	 * Asks the server of a key to let go of its process as soon as it has nothing to do,
	 * and does not wait for that.
	 * @param key the key
	 * @return whether it has a process
	 * @throws IllegalArgumentException if this cannot be a key
	 */
	public boolean passivate(String key) {
		Resident resident = this.residents.get(requireKey(key));
		Pid pid = (resident != null) ? resident.open() : null;
		if (resident == null || pid == null) {
			return false;
		}
		resident.letGo();
		Sys.stopWhenIdle(this.node, pid);
		return true;
	}

	/**
	 * {@return how many are active, and how often one was started and let go}
	 */
	public VirtualCounts counts() {
		return this.residents.counts();
	}

	/**
	 * {@return the supervisor of all of them, for a tree} Its id is their name, so that
	 * must not contain a slash, unless it gets another.
	 */
	public ChildSpec child() {
		return child(this.name);
	}

	/**
	 * {@return the supervisor of all of them, for a tree}
	 * @param id the id of the supervisor
	 */
	public ChildSpec child(String id) {
		ChildTemplate template = new VirtualTemplate(this.spec.template(), this.residents, this.spec.durability());
		KeyedServers<P> servers = KeyedServers.ofTemplate(this.node, this.name);
		return ChildSpec.supervisor(id,
				SupervisorSpec
					.restForOne(ChildSpec.dynamicSupervisor("servers", this.spec.supervisor(template)).name(this.name),
							ChildSpec.process("keeper", new Keeper(this.residents, servers, this.spec, this.heap))
								.intercept(kept()))
					.intensity(this.spec.intensity()));
	}

	/** Before the start of the tree has returned, so that a message after it is kept. */
	private OwnInterceptor kept() {
		return (context, next) -> {
			StartedChild keeper = next.start(context);
			this.residents.keptBy(keeper.pid());
			wakenUntilEndOf(keeper.pid());
			return keeper;
		};
	}

	/** Those that have been let go are there for their reminders as well. */
	private void wakenUntilEndOf(Pid keeper) {
		Durability<?> durability = this.spec.durability();
		if (durability == null) {
			return;
		}
		Waker waker = (key, message) -> of(key).send(message);
		durability.store().wakenBy(durability.type(), waker);
		this.node.host().onExit(keeper, (pid, reason) -> durability.store().noLongerWakenBy(durability.type(), waker));
	}

	@Override
	public String toString() {
		return this.residents.toString();
	}

}
