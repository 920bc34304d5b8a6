package io.triotp.durable;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.triotp.process.Self;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a server has handled. Used by its process.
 *
 * <p>
 * Maintainer's note. The store knows all of them; here is only what keeps it from being
 * asked for each new one. Replies are in memory as long as they may not be stored yet.
 */
final class AnsweredRequests {

	/** Of a server with more, each id is looked for in the store. */
	static final int MOST = 1000;

	private final DurableStore store;

	private final StateId id;

	/** Those that are stored, if they are all. */
	private final Set<RequestId> stored = new HashSet<>();

	/** Those of this process that may not be stored yet. */
	private final Map<RequestId, AnsweredRequest> recent;

	/** Whether the store has been asked which there are. */
	private boolean read;

	/** Whether none is stored but those that are here. */
	private boolean complete;

	/** When the one was handled that was looked for last, if that is forgotten. */
	private @Nullable Instant forgotten;

	AnsweredRequests(DurableStore store, StateId id) {
		this.store = store;
		this.id = id;
		int uncertain = store.options().window();
		this.recent = new LinkedHashMap<>() {

			private static final long serialVersionUID = 1L;

			@Override
			protected boolean removeEldestEntry(Map.Entry<RequestId, AnsweredRequest> eldest) {
				return size() > uncertain;
			}

		};
	}

	/**
	 * {@return the request if it was handled and not forgotten} The store is asked until
	 * the time for a commit is over.
	 */
	@Nullable AnsweredRequest find(RequestId request, Self self) throws InterruptedException {
		AnsweredRequest found = this.recent.get(request);
		if (found == null && mayBeStored(request, self)) {
			found = this.store.answered(this.id, request, self);
		}
		boolean old = found != null && found.at().isBefore(this.store.rememberedSince());
		this.forgotten = (found != null && old) ? found.at() : null;
		return old ? null : found;
	}

	private boolean mayBeStored(RequestId request, Self self) throws InterruptedException {
		if (!this.read) {
			List<RequestId> all = this.store.answered(this.id, MOST + 1, self);
			this.complete = all.size() <= MOST;
			if (this.complete) {
				this.stored.addAll(all);
			}
			this.read = true;
		}
		return !this.complete || this.stored.contains(request);
	}

	/**
	 * {@return the one that was looked for last, as it is to be stored}
	 * @param reply the encoded reply, {@code null} if it was a cast
	 */
	AnsweredRequest toStore(RequestId request, byte @Nullable [] reply) {
		return new AnsweredRequest(request, reply, this.store.time().instant(), this.forgotten);
	}

	/** It is to be stored. */
	void add(AnsweredRequest request) {
		// Where it was, it would be dropped too early.
		this.recent.remove(request.id());
		this.recent.put(request.id(), request);
		if (this.complete) {
			this.stored.add(request.id());
			if (this.stored.size() > MOST) {
				this.complete = false;
				this.stored.clear();
			}
		}
	}

}
