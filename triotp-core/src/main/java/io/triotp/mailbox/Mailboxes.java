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
 * A set of mailboxes and their names. Messages are sent to an id or a name from any
 * thread; whoever has the {@link Mailbox} receives them. Two sets know nothing of each
 * other.
 */
public final class Mailboxes {

	private final Map<String, Mailbox> byId = new ConcurrentHashMap<>();

	private final Map<String, Mailbox> byName = new ConcurrentHashMap<>();

	/** Held while names change, so that a destroyed mailbox keeps none. */
	private final ReentrantLock naming = new ReentrantLock();

	private final TimeSource time;

	private final BiPredicate<String, Object> others;

	/**
	 * Create an empty set.
	 */
	public Mailboxes() {
		this((name, message) -> false);
	}

	/**
	 * Create an empty set that hands on what is sent to names it does not know.
	 * @param others takes a name and a message and tells whether it delivered it
	 */
	public Mailboxes(BiPredicate<String, Object> others) {
		this(TimeSource.system(), others);
	}

	/**
	 * Create an empty set that hands on what is sent to names it does not know.
	 * @param time the clock of its receivers; not closed by the set
	 * @param others takes a name and a message and tells whether it delivered it
	 */
	public Mailboxes(TimeSource time, BiPredicate<String, Object> others) {
		this.time = Objects.requireNonNull(time, "time");
		this.others = Objects.requireNonNull(others, "others");
	}

	/**
	 * {@return a new mailbox without a name, to be closed}
	 */
	public Mailbox create() {
		Mailbox mailbox = new Mailbox(this, UUID.randomUUID().toString(), this.time);
		this.byId.put(mailbox.id(), mailbox);
		return mailbox;
	}

	/**
	 * {@return a new mailbox with a name, to be closed}
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
	 * Close a mailbox and forget its names. Messages in it are lost to everybody; who
	 * waits for one gets {@link MailboxDoesNotExistException}.
	 * @param id the id
	 * @throws MailboxDoesNotExistException if there is none
	 */
	public void destroy(String id) {
		Mailbox mailbox = require(id);
		mailbox.close();
	}

	/**
	 * Give a mailbox a name, in addition to those it has.
	 * @param id the id
	 * @param name the name
	 * @throws MailboxDoesNotExistException if there is no such mailbox
	 * @throws NameAlreadyExistsException if a mailbox has the name
	 */
	public void register(String id, String name) {
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
	 * Take a name away.
	 * @param name the name
	 * @throws NameDoesNotExistException if no mailbox has it
	 */
	public void unregister(String name) {
		if (this.byName.remove(name) == null) {
			throw new NameDoesNotExistException(name);
		}
	}

	/**
	 * Take all names of a mailbox away; nothing happens if it has none.
	 * @param id the id
	 */
	public void unregisterAll(String id) {
		this.naming.lock();
		try {
			this.byName.values().removeIf((mailbox) -> mailbox.id().equals(id));
		}
		finally {
			this.naming.unlock();
		}
	}

	/**
	 * Send a message; never blocks.
	 * @param nameOrId a name, or else an id
	 * @param message anything but {@code null}
	 * @throws MailboxDoesNotExistException if it is neither
	 */
	public void send(String nameOrId, Object message) {
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
	 * {@return the mailbox with an id, or {@code null}}
	 * @param id the id
	 */
	public @Nullable Mailbox find(String id) {
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
