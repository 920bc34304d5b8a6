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
 * A registry of processes by key, with a value per entry. Every entry belongs to the
 * process that made it. It is removed before the end of that process becomes known to
 * anybody (OTP R4 makes that eventual; here it is exact, and no link is needed). Lookups
 * take no lock. Keys are compared by {@code equals}.
 *
 * <p>
 * A registry is part of its node and lives as long as it: create one per purpose, not one
 * per use.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class ProcessRegistry<K, V> {

	private final BehaviourHost node;

	private final Entries<K, V> entries;

	/**
	 * The keys of each process, so that its end is quick. A key is added here before its
	 * entry.
	 */
	private final Map<Pid, Set<K>> keys = new ConcurrentHashMap<>();

	private final KeyLocks locks;

	private final CopyOnWriteArrayList<Pid> listeners = new CopyOnWriteArrayList<>();

	private ProcessRegistry(BehaviourHost node, Entries<K, V> entries) {
		this.node = Objects.requireNonNull(node, "node");
		this.entries = entries;
		this.locks = new KeyLocks(node.time());
		node.addExitHook(this::forget);
	}

	/**
	 * {@return a registry in which a key has at most one process}
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @param node the node the processes live in
	 */
	public static <K, V> ProcessRegistry<K, V> unique(Processes node) {
		Objects.requireNonNull(node, "node");
		return new ProcessRegistry<>(node.host(), new UniqueEntries<>());
	}

	/**
	 * {@return a registry in which a key has any number of entries, even of the same
	 * process}
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @param node the node the processes live in
	 */
	public static <K, V> ProcessRegistry<K, V> duplicate(Processes node) {
		Objects.requireNonNull(node, "node");
		return new ProcessRegistry<>(node.host(), new DuplicateEntries<>());
	}

	// entries of the calling process

	/**
	 * Adds an entry of the calling process (OTP R1 to R3). A server that is to be found
	 * under a key registers in its {@code init}: a second one then does not start (OTP
	 * R10).
	 * @param key the key
	 * @param value the value
	 * @throws AlreadyRegisteredException if keys are unique and a live process, possibly
	 * the caller, already has it
	 * @throws IllegalStateException if the calling thread does not run a live process of
	 * this node
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
	 * Removes all entries of the calling process under a key. Does nothing if there are
	 * none (OTP R7).
	 * @param key the key
	 * @throws IllegalStateException if the calling thread does not run a live process of
	 * this node
	 */
	public void unregister(K key) {
		Objects.requireNonNull(key, "key");
		unregister(key, (value) -> true);
	}

	/**
	 * Removes entries of the calling process under a key by their values (OTP R7).
	 * @param key the key
	 * @param which selects the values to remove
	 * @throws IllegalStateException if the calling thread does not run a live process of
	 * this node
	 */
	public void unregister(K key, Predicate<? super V> which) {
		Objects.requireNonNull(key, "key");
		Objects.requireNonNull(which, "which");
		Pid self = self();
		if (this.entries.remove(key, self, which)) {
			// Even if it has been killed meanwhile, the entries it still has must be
			// found.
			if (this.entries.at(key).noneMatch((entry) -> entry.pid() == self)) {
				withoutKey(self, key);
			}
			tell(new RegistryEvent.Unregistered<>(this, key, self));
		}
	}

	/**
	 * Replaces the value of the calling process under a unique key (OTP R8).
	 * @param key the key
	 * @param change computes the new value from the old one; not called if the calling
	 * process does not have the key
	 * @return both values, or empty if the calling process does not have the key
	 * @throws UnsupportedOperationException if keys are not unique
	 * @throws IllegalStateException if the calling thread does not run a live process of
	 * this node
	 */
	public Optional<Update<V>> update(K key, UnaryOperator<V> change) {
		Objects.requireNonNull(key, "key");
		Objects.requireNonNull(change, "change");
		Pid self = self();
		if (this.entries instanceof DuplicateEntries) {
			throw new UnsupportedOperationException(
					"update needs a registry with unique keys: with duplicate keys it is not clear which value is meant");
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
	 * {@return the entries under a key, oldest process first (OTP R5)}
	 * @param key the key
	 */
	public List<Entry<V>> lookup(K key) {
		return live(key).toList();
	}

	/**
	 * {@return the process that has a key; with duplicate keys, the oldest one}
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
		Objects.requireNonNull(pid, "pid");
		return live(key).filter((entry) -> entry.pid() == pid).map(Entry::value).toList();
	}

	/**
	 * {@return the entries under a key whose values match (OTP R6). Where OTP uses a
	 * pattern, this uses a predicate, with {@code instanceof} for its shape}
	 * @param key the key
	 * @param which tests a value
	 */
	public List<Entry<V>> match(K key, Predicate<? super V> which) {
		Objects.requireNonNull(which, "which");
		return live(key).filter((entry) -> which.test(entry.value())).toList();
	}

	/**
	 * {@return the number of entries under a key whose values match (OTP R6)}
	 * @param key the key
	 * @param which tests a value
	 */
	public long count(K key, Predicate<? super V> which) {
		Objects.requireNonNull(which, "which");
		return live(key).filter((entry) -> which.test(entry.value())).count();
	}

	/**
	 * {@return the number of entries}
	 */
	public long count() {
		return all().count();
	}

	/**
	 * {@return all entries, as a weakly consistent stream to filter and map (OTP R6)}
	 */
	public Stream<Registration<K, V>> all() {
		return this.entries.all().filter((each) -> each.pid().isAlive());
	}

	/**
	 * {@return the keys of a process, each once per entry (OTP R6)}
	 * @param pid the process
	 */
	public List<K> keys(Pid pid) {
		Objects.requireNonNull(pid, "pid");
		return this.keys.getOrDefault(pid, Set.of())
			.stream()
			.flatMap((key) -> values(key, pid).stream().map((value) -> key))
			.toList();
	}

	/**
	 * Runs an action on the entries under a key, in the calling thread. Does nothing if
	 * there are none (OTP R9).
	 * @param key the key
	 * @param action receives the entries in the order of {@link #lookup}; its exceptions
	 * are passed on
	 */
	public void dispatch(K key, Consumer<List<Entry<V>>> action) {
		Objects.requireNonNull(action, "action");
		List<Entry<V>> found = lookup(key);
		if (!found.isEmpty()) {
			action.accept(found);
		}
	}

	private Stream<Entry<V>> live(K key) {
		Objects.requireNonNull(key, "key");
		return this.entries.at(key).filter((entry) -> entry.pid().isAlive());
	}

	// locks and listeners

	/**
	 * Runs an action in the calling thread while it holds a lock that only one process
	 * can hold at a time (OTP R13). The lock is released when the action returns or
	 * throws, and when the calling process ends.
	 * @param <R> the type of the result
	 * @param lock the key of the lock; unrelated to the keys of entries
	 * @param action the code to run
	 * @return the result of the action
	 * @throws InterruptedException if the calling thread is interrupted while it waits
	 * for the lock
	 * @throws IllegalStateException if the calling thread does not run a live process of
	 * this node, or if that process already holds this lock
	 * @throws Exception if the action throws it
	 */
	public <R extends @Nullable Object> R lock(Object lock, Callable<R> action) throws Exception {
		Objects.requireNonNull(lock, "lock");
		Objects.requireNonNull(action, "action");
		Pid self = self();
		KeyLocks.Hold hold = this.locks.acquire(lock, self);
		try {
			return action.call();
		}
		finally {
			this.locks.release(hold);
		}
	}

	/**
	 * Sends a process a {@link RegistryEvent} whenever an entry is added or removed,
	 * until the process ends (OTP R11).
	 * @param listener the process
	 * @throws IllegalArgumentException if it lives in another node
	 */
	public void addListener(Pid listener) {
		Objects.requireNonNull(listener, "listener");
		if (this.node.exitReason(listener).isPresent()) {
			return;
		}
		this.listeners.addIfAbsent(listener);
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
					self.pid() + " has ended and has no entries any more, but its code still runs");
		}
		return self.pid();
	}

	private void withoutKey(Pid pid, K key) {
		this.keys.computeIfPresent(pid, (same, own) -> {
			own.remove(key);
			return own.isEmpty() ? null : own;
		});
	}

	/** Whether no entry and no key is kept, not even of a dead process. */
	boolean holdsNothing() {
		return this.keys.isEmpty() && this.entries.all().findAny().isEmpty();
	}

	/**
	 * Part of the exit sequence of every process, which may come again: what leads to the
	 * rest goes last.
	 */
	private void forget(Pid pid) {
		this.listeners.remove(pid);
		this.locks.forget(pid);
		Set<K> own = this.keys.get(pid);
		if (own != null) {
			own.forEach((key) -> KeyCode.forget(key, pid, () -> this.entries.forget(key, pid)));
			this.keys.remove(pid);
		}
	}

	/**
	 * An entry under a key.
	 *
	 * @param <V> the type of the values
	 * @param pid the process
	 * @param value the value
	 */
	public record Entry<V>(Pid pid, V value) {
	}

	/**
	 * An entry and its key.
	 *
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @param key the key
	 * @param pid the process
	 * @param value the value
	 */
	public record Registration<K, V>(K key, Pid pid, V value) {
	}

	/**
	 * The old and the new value of an entry.
	 *
	 * @param <V> the type of the values
	 * @param before the old value
	 * @param after the new value
	 */
	public record Update<V>(V before, V after) {
	}

}
