package io.triotp.mailbox;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;

import io.triotp.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A set of mailboxes and their names. Any thread may send messages to an id or a name;
 * whoever holds the {@link Mailbox} receives them. Sets are independent of each other.
 */
public final class Mailboxes {

	private final Map<String, Mailbox> byId = new ConcurrentHashMap<>();

	private final Map<String, Mailbox> byName = new ConcurrentHashMap<>();

	/** Held while names change, so that a destroyed mailbox keeps no name. */
	private final ReentrantLock naming = new ReentrantLock();

	private final TimeSource time;

	private final BiPredicate<String, Object> others;

	/**
	 * Creates an empty set.
	 */
	public Mailboxes() {
		this((name, message) -> false);
	}

	/**
	 * Creates an empty set that passes on messages to names it does not know.
	 * @param others takes a name and a message, and returns whether it delivered the
	 * message
	 */
	public Mailboxes(BiPredicate<String, Object> others) {
		this(TimeSource.system(), others);
	}

	/**
	 * Creates an empty set that passes on messages to names it does not know.
	 * @param time the clock for receive timeouts; not closed by the set
	 * @param others takes a name and a message, and returns whether it delivered the
	 * message
	 */
	public Mailboxes(TimeSource time, BiPredicate<String, Object> others) {
		this.time = Objects.requireNonNull(time, "time");
		this.others = Objects.requireNonNull(others, "others");
	}

	/**
	 * {@return a new mailbox without a name; the caller must close it}
	 */
	public Mailbox create() {
		Mailbox mailbox = new Mailbox(this, UUID.randomUUID().toString(), this.time);
		this.byId.put(mailbox.id(), mailbox);
		return mailbox;
	}

	/**
	 * {@return a new mailbox with a name; the caller must close it}
	 * @param name the name
	 * @throws NameAlreadyExistsException if another mailbox has the name
	 */
	public Mailbox open(String name) {
		Mailbox mailbox = create();
		try {
			register(mailbox.id(), name);
			return mailbox;
		}
		catch (RuntimeException ex) {
			mailbox.close();
			throw ex;
		}
	}

	/**
	 * Closes a mailbox and discards its names and messages. A thread that waits for a
	 * message gets a {@link MailboxDoesNotExistException}.
	 * @param id the id
	 * @throws MailboxDoesNotExistException if there is no such mailbox
	 */
	public void destroy(String id) {
		Objects.requireNonNull(id, "id");
		Mailbox mailbox = require(id);
		mailbox.close();
	}

	/**
	 * Gives a mailbox a name, in addition to those it has.
	 * @param id the id
	 * @param name the name
	 * @throws MailboxDoesNotExistException if there is no such mailbox
	 * @throws NameAlreadyExistsException if a mailbox already has the name
	 */
	public void register(String id, String name) {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(name, "name");
		this.naming.lock();
		try {
			Mailbox mailbox = require(id);
			if (this.byName.putIfAbsent(name, mailbox) != null) {
				throw new NameAlreadyExistsException(name);
			}
		}
		finally {
			this.naming.unlock();
		}
	}

	/**
	 * Removes a name.
	 * @param name the name
	 * @throws NameDoesNotExistException if no mailbox has it
	 */
	public void unregister(String name) {
		Objects.requireNonNull(name, "name");
		if (this.byName.remove(name) == null) {
			throw new NameDoesNotExistException(name);
		}
	}

	/**
	 * Removes all names of a mailbox. Does nothing if it has none.
	 * @param id the id
	 */
	public void unregisterAll(String id) {
		Objects.requireNonNull(id, "id");
		this.naming.lock();
		try {
			this.byName.values().removeIf((mailbox) -> mailbox.id().equals(id));
		}
		finally {
			this.naming.unlock();
		}
	}

	/**
	 * Sends a message. Never blocks.
	 * @param nameOrId a name or an id; names are looked up first
	 * @param message anything but {@code null}
	 * @throws MailboxDoesNotExistException if it is neither, and nobody else delivered
	 * the message
	 */
	public void send(String nameOrId, Object message) {
		Objects.requireNonNull(nameOrId, "nameOrId");
		Objects.requireNonNull(message, "message");
		Mailbox mailbox = this.byName.get(nameOrId);
		if (mailbox == null) {
			mailbox = this.byId.get(nameOrId);
		}
		boolean delivered = (mailbox != null) ? mailbox.put(message) : this.others.test(nameOrId, message);
		if (!delivered) {
			throw new MailboxDoesNotExistException(nameOrId);
		}
	}

	/**
	 * {@return the mailbox with this id, or {@code null} if there is none}
	 * @param id the id
	 */
	public @Nullable Mailbox find(String id) {
		Objects.requireNonNull(id, "id");
		return this.byId.get(id);
	}

	private Mailbox require(String id) {
		Mailbox mailbox = this.byId.get(id);
		if (mailbox == null) {
			throw new MailboxDoesNotExistException(id);
		}
		return mailbox;
	}

	/** Called by a mailbox that is being closed. */
	void remove(Mailbox mailbox) {
		this.naming.lock();
		try {
			this.byId.remove(mailbox.id());
			this.byName.values().removeIf((each) -> each == mailbox);
		}
		finally {
			this.naming.unlock();
		}
	}

}
