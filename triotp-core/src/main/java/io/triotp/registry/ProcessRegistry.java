package io.triotp.registry;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.triotp.process.BehaviourHost;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.MailboxFullException;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of processes. Every entry belongs to the process that made it and is
 * gone before anybody hears of the end of that process (OTP R4 makes that eventual; here
 * it is exact, and no link is needed). Looking up takes no lock. Keys are compared by
 * {@code equals}.
 *
 * <p>
 * A registry is part of its node and lives as long: make one for each purpose, not one
 * for each use.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class ProcessRegistry<K, V> {

	private final BehaviourHost node;

	private final Entries<K, V> entries;

	/** Per process its keys, so that its end is quick. Holds a key before its entry. */
	private final Map<Pid, Set<K>> keys = new ConcurrentHashMap<>();

	private final KeyLocks locks = new KeyLocks();

	private final CopyOnWriteArrayList<Pid> listeners = new CopyOnWriteArrayList<>();

	private ProcessRegistry(BehaviourHost node, Entries<K, V> entries) {
		this.node = Objects.requireNonNull(node, "node");
		this.entries = entries;
		node.addExitHook(this::forget);
	}

	/**
	 * {@return a registry in which a key has one process}
	 * @param <K> the keys
	 * @param <V> the values
	 * @param node whose processes
	 */
	public static <K, V> ProcessRegistry<K, V> unique(Processes node) {
		return new ProcessRegistry<>(node.host(), new UniqueEntries<>());
	}

	/**
	 * {@return a registry in which a key has any number of entries, also of one process}
	 * @param <K> the keys
	 * @param <V> the values
	 * @param node whose processes
	 */
	public static <K, V> ProcessRegistry<K, V> duplicate(Processes node) {
		return new ProcessRegistry<>(node.host(), new DuplicateEntries<>());
	}

	// entries of the calling process

	/**
	 * Make an entry of the calling process (OTP R1 to R3). A server that shall be found
	 * under a key does this in its {@code init}: a second one then does not start (OTP
	 * R10).
	 * @param key the key
	 * @param value the value
	 * @throws AlreadyRegisteredException if keys are unique and a live process, maybe the
	 * caller, has it
	 * @throws IllegalStateException if the calling thread runs no process of this node,
	 * or one that has been killed
	 */
	public void register(K key, V value) {
		Objects.requireNonNull(key, "key");
		Objects.requireNonNull(value, "value");
		Pid self = self();
		boolean fresh = this.keys.computeIfAbsent(self, (pid) -> ConcurrentHashMap.newKeySet()).add(key);
		try {
			this.entries.add(key, self, value);
		}
		catch (IllegalStateException ex) {
			if (fresh) {
				withoutKey(self, key);
			}
			throw ex;
		}
		tell(new RegistryEvent.Registered<>(this, key, self, value));
	}

	/**
	 * Remove all entries of the calling process under a key; nothing happens if there are
	 * none (OTP R7).
	 * @param key the key
	 * @throws IllegalStateException if the calling thread runs no process of this node,
	 * or one that has been killed
	 */
	public void unregister(K key) {
		unregister(key, (value) -> true);
	}

	/**
	 * Remove some entries of the calling process under a key (OTP R7).
	 * @param key the key
	 * @param which tells by their values
	 * @throws IllegalStateException if the calling thread runs no process of this node,
	 * or one that has been killed
	 */
	public void unregister(K key, Predicate<? super V> which) {
		Pid self = self();
		if (this.entries.remove(key, self, which)) {
			// Also of one that has been killed meanwhile: what it still has must be
			// found.
			if (this.entries.at(key).noneMatch((entry) -> entry.pid() == self)) {
				withoutKey(self, key);
			}
			tell(new RegistryEvent.Unregistered<>(this, key, self));
		}
	}

	/**
	 * Replace the value of the calling process under a unique key (OTP R8).
	 * @param key the key
	 * @param change gives the new value of the old one; not called if the calling process
	 * does not have the key
	 * @return both values, or nothing if the calling process does not have the key
	 * @throws UnsupportedOperationException if keys are not unique
	 * @throws IllegalStateException if the calling thread runs no process of this node,
	 * or one that has been killed
	 */
	public Optional<Update<V>> update(K key, UnaryOperator<V> change) {
		Pid self = self();
		if (this.entries instanceof DuplicateEntries) {
			throw new UnsupportedOperationException(
					"update is for registries with unique keys: with duplicate ones it is not clear which value is meant");
		}
		for (V before : values(key, self)) {
			V after = Objects.requireNonNull(change.apply(before), "the new value is null");
			if (this.entries.replace(key, self, before, after)) {
				return Optional.of(new Update<>(before, after));
			}
		}
		return Optional.empty();
	}

	// looking

	/**
	 * {@return the entries under a key, those of the oldest process first (OTP R5)}
	 * @param key the key
	 */
	public List<Entry<V>> lookup(K key) {
		return live(key).toList();
	}

	/**
	 * {@return the process that has a unique key, or the oldest one that has a duplicate
	 * one}
	 * @param key the key
	 */
	public Optional<Pid> whereis(K key) {
		return live(key).findFirst().map(Entry::pid);
	}

	/**
	 * {@return the values of one process under a key, oldest first (OTP R6)}
	 * @param key the key
	 * @param pid the process
	 */
	public List<V> values(K key, Pid pid) {
		return live(key).filter((entry) -> entry.pid() == pid).map(Entry::value).toList();
	}

	/**
	 * {@return the entries under a key whose values are as asked for (OTP R6); a pattern
	 * of OTP is a predicate here, with {@code instanceof} for its shape}
	 * @param key the key
	 * @param which tells by the values
	 */
	public List<Entry<V>> match(K key, Predicate<? super V> which) {
		return live(key).filter((entry) -> which.test(entry.value())).toList();
	}

	/**
	 * {@return how many entries under a key have values as asked for (OTP R6)}
	 * @param key the key
	 * @param which tells by the values
	 */
	public long count(K key, Predicate<? super V> which) {
		return live(key).filter((entry) -> which.test(entry.value())).count();
	}

	/**
	 * {@return how many entries there are}
	 */
	public long count() {
		return all().count();
	}

	/**
	 * {@return all entries, to be filtered and mapped (OTP R6); weakly consistent}
	 */
	public Stream<Registration<K, V>> all() {
		return this.entries.all().filter((each) -> each.pid().isAlive());
	}

	/**
	 * {@return the keys of a process, each as often as it has entries under it (OTP R6)}
	 * @param pid the process
	 */
	public List<K> keys(Pid pid) {
		return this.keys.getOrDefault(pid, Set.of())
			.stream()
			.flatMap((key) -> values(key, pid).stream().map((value) -> key))
			.toList();
	}

	/**
	 * Do something with the entries under a key, in the calling thread, if there are any
	 * (OTP R9).
	 * @param key the key
	 * @param action gets them, as {@link #lookup} does; what it throws is thrown
	 */
	public void dispatch(K key, Consumer<List<Entry<V>>> action) {
		List<Entry<V>> found = lookup(key);
		if (!found.isEmpty()) {
			action.accept(found);
		}
	}

	private Stream<Entry<V>> live(K key) {
		return this.entries.at(key).filter((entry) -> entry.pid().isAlive());
	}

	// locks and listeners

	/**
	 * Do something while no other process does something under the same lock (OTP R13).
	 * The lock is let go when the action returns or throws, and when the calling process
	 * ends.
	 * @param <R> the type of the result
	 * @param lock the key of the lock; has nothing to do with keys of entries
	 * @param action what to do
	 * @return what it returns
	 * @throws InterruptedException if the calling thread is interrupted while it waits
	 * @throws IllegalStateException if the calling thread runs no process of this node,
	 * or one that has been killed or holds this lock already
	 * @throws Exception what the action throws
	 */
	public <R extends @Nullable Object> R lock(Object lock, Callable<R> action) throws Exception {
		Pid self = self();
		this.locks.acquire(lock, self);
		try {
			return action.call();
		}
		finally {
			this.locks.release(lock, self);
		}
	}

	/**
	 * Have a process get a {@link RegistryEvent} whenever an entry is made or removed,
	 * until it ends (OTP R11).
	 * @param listener the process
	 */
	public void addListener(Pid listener) {
		this.listeners.addIfAbsent(Objects.requireNonNull(listener, "listener"));
		if (!listener.isAlive()) {
			this.listeners.remove(listener);
		}
	}

	private void tell(RegistryEvent<K, V> event) {
		for (Pid listener : this.listeners) {
			try {
				this.node.send(listener, event);
			}
			catch (MailboxFullException ex) {
				this.node.countDeadLetter(listener, event, DeadLetterReason.MAILBOX_FULL);
			}
		}
	}

	private Pid self() {
		Self self = Self.current();
		if (self.processes() != this.node) {
			throw new IllegalStateException(self.pid() + " lives in node '" + self.processes().host().options().name()
					+ "', but this registry belongs to node '" + this.node.options().name() + "'");
		}
		if (!self.alive()) {
			throw new IllegalStateException(
					self.pid() + " has ended and has no entries any more: this is code of it that runs on");
		}
		return self.pid();
	}

	private void withoutKey(Pid pid, K key) {
		this.keys.computeIfPresent(pid, (same, own) -> {
			own.remove(key);
			return own.isEmpty() ? null : own;
		});
	}

	/** Neither an entry nor a key is kept, not even for the dead. */
	boolean holdsNothing() {
		return this.keys.isEmpty() && this.entries.all().findAny().isEmpty();
	}

	/** Part of the exit sequence of every process. */
	private void forget(Pid pid) {
		Set<K> own = this.keys.remove(pid);
		if (own != null) {
			own.forEach((key) -> this.entries.forget(key, pid));
		}
		this.locks.forget(pid);
		this.listeners.remove(pid);
	}

	/**
	 * What one process has registered.
	 *
	 * @param <V> the values
	 * @param pid the process
	 * @param value the value
	 */
	public record Entry<V>(Pid pid, V value) {
	}

	/**
	 * What one process has registered, and under which key.
	 *
	 * @param <K> the keys
	 * @param <V> the values
	 * @param key the key
	 * @param pid the process
	 * @param value the value
	 */
	public record Registration<K, V>(K key, Pid pid, V value) {
	}

	/**
	 * What a value was replaced by.
	 *
	 * @param <V> the values
	 * @param before the old value
	 * @param after the new value
	 */
	public record Update<V>(V before, V after) {
	}

}
