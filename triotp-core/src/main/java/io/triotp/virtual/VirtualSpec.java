package io.triotp.virtual;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import io.triotp.durable.Durability;
import io.triotp.server.GenServer;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.ChildTemplate;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.Restart;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.time.TimeText;
import org.jspecify.annotations.Nullable;

/**
 * What virtual servers are made of, and when they are let go.
 *
 * @param <P> the server
 * @param template makes the specification of a key, which is its id and its one argument;
 * the id and the name in it count for nothing
 * @param passivateAfter how long a server is idle before it is let go
 * @param maxActive how many may have a process; beyond, those are let go that have been
 * idle for longest, and there are more only as long as none is idle
 * @param intensity how many restarts are allowed for all of them together
 * @param backoff how long to wait before restarts, {@code null} to restart at once
 * @param heapPressure from which share of the heap on, after it was collected, those are
 * let go that have been idle for longest, a tenth at least after each collection;
 * {@code null} to let nobody go for that
 * @param durability how their state is stored, {@code null} if it is gone with the
 * process
 */
public record VirtualSpec<P extends GenServer<?, ?, ?>>(ChildTemplate template, Duration passivateAfter, int maxActive,
		RestartIntensity intensity, @Nullable Backoff backoff, @Nullable Double heapPressure,
		@Nullable Durability<?> durability) {

	/** 10 minutes. */
	public static final Duration DEFAULT_PASSIVATE_AFTER = Duration.ofMinutes(10);

	/** {@value} */
	public static final int DEFAULT_MAX_ACTIVE = 100_000;

	public VirtualSpec {
		Objects.requireNonNull(template, "template");
		Objects.requireNonNull(passivateAfter, "passivateAfter");
		Objects.requireNonNull(intensity, "intensity");
		if (passivateAfter.isNegative() || passivateAfter.isZero()) {
			throw new IllegalArgumentException(
					"passivate-after must be more than 0, but is " + TimeText.of(passivateAfter));
		}
		if (maxActive < 1) {
			throw new IllegalArgumentException("max-active must be 1 or more, but is " + maxActive);
		}
		if (heapPressure != null && !(heapPressure > 0 && heapPressure < 1)) {
			throw new IllegalArgumentException("heap-pressure must be between 0 and 1, but is " + heapPressure);
		}
	}

	/**
	 * {@return virtual servers with the defaults: let go after 10 minutes, 100,000 active
	 * ones, 3 restarts in 5 seconds}
	 * @param <P> the server
	 * @param server makes the callbacks of a key; called at each start, as its process
	 */
	public static <P extends GenServer<?, ?, ?>> VirtualSpec<P> servers(Function<String, P> server) {
		Objects.requireNonNull(server, "server");
		return children((key) -> {
			Supplier<P> made = () -> server.apply(key);
			return ChildSpec.server(key, made).restart(Restart.TRANSIENT);
		});
	}

	/**
	 * {@return virtual servers as specifications say, which must not be permanent: one
	 * that is let go would be started again}
	 * @param <P> the server
	 * @param child makes the specification of a key, whose id and name count for nothing
	 */
	public static <P extends GenServer<?, ?, ?>> VirtualSpec<P> children(Function<String, ChildSpec> child) {
		Objects.requireNonNull(child, "child");
		return of((key, arguments) -> child.apply(key));
	}

	/**
	 * {@return virtual servers as a template makes them, none of them permanent}
	 * @param <P> the server
	 * @param template makes the specification of a key, which is its id and its one
	 * argument; the id and the name in it count for nothing
	 */
	public static <P extends GenServer<?, ?, ?>> VirtualSpec<P> of(ChildTemplate template) {
		return new VirtualSpec<>(template, DEFAULT_PASSIVATE_AFTER, DEFAULT_MAX_ACTIVE, RestartIntensity.DEFAULT, null,
				null, null);
	}

	/**
	 * {@return a copy whose servers are let go after this time}
	 * @param passivateAfter how long a server is idle before it is let go
	 */
	public VirtualSpec<P> passivateAfter(Duration passivateAfter) {
		return new VirtualSpec<>(this.template, passivateAfter, this.maxActive, this.intensity, this.backoff,
				this.heapPressure, this.durability);
	}

	/**
	 * {@return a copy with this limit}
	 * @param maxActive how many may have a process
	 */
	public VirtualSpec<P> maxActive(int maxActive) {
		return new VirtualSpec<>(this.template, this.passivateAfter, maxActive, this.intensity, this.backoff,
				this.heapPressure, this.durability);
	}

	/**
	 * {@return a copy with these limits}
	 * @param intensity how many restarts are allowed for all of them together
	 */
	public VirtualSpec<P> intensity(RestartIntensity intensity) {
		return new VirtualSpec<>(this.template, this.passivateAfter, this.maxActive, intensity, this.backoff,
				this.heapPressure, this.durability);
	}

	/**
	 * {@return a copy with these delays before restarts}
	 * @param backoff the delays, {@code null} for none
	 */
	public VirtualSpec<P> backoff(@Nullable Backoff backoff) {
		return new VirtualSpec<>(this.template, this.passivateAfter, this.maxActive, this.intensity, backoff,
				this.heapPressure, this.durability);
	}

	/**
	 * {@return a copy that also lets servers go when the heap is too full}
	 * @param heapPressure from which share of the heap on, between 0 and 1, such as 0.85:
	 * when a collection of the old generation has left so much of that in use, those are
	 * let go that have been idle for longest, a tenth at least after each collection;
	 * {@code null} to let nobody go for that
	 * @throws IllegalArgumentException if it is not between 0 and 1
	 */
	public VirtualSpec<P> heapPressure(@Nullable Double heapPressure) {
		return new VirtualSpec<>(this.template, this.passivateAfter, this.maxActive, this.intensity, this.backoff,
				heapPressure, this.durability);
	}

	/**
	 * {@return a copy whose servers have their state stored: it is still there after a
	 * restart, and after one was let go} A server that could not store ends as if it had
	 * been let go; the next message starts it with what is stored.
	 * @param durability how their state is stored; of the state that the servers have
	 */
	public VirtualSpec<P> durable(Durability<?> durability) {
		Objects.requireNonNull(durability, "durability");
		return new VirtualSpec<>(this.template, this.passivateAfter, this.maxActive, this.intensity, this.backoff,
				this.heapPressure, durability);
	}

	/**
	 * {@return the supervisor of the servers}
	 * @param template the template, with what is ours around it
	 */
	DynamicSupervisorSpec supervisor(ChildTemplate template) {
		return DynamicSupervisorSpec.defaults().intensity(this.intensity).backoff(this.backoff).template(template);
	}

}
