package io.triotp.durable;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The requests that a server has handled, as far as they are remembered. Used by its
 * process.
 */
final class AnsweredRequests {

	/** How many of a server are remembered at most: they are in memory when it runs. */
	static final int MOST = 1000;

	/** The oldest first. */
	private final LinkedHashMap<RequestId, AnsweredRequest> all = new LinkedHashMap<>();

	/**
	 * What is stored.
	 * @param newestFirst the requests
	 */
	AnsweredRequests(List<AnsweredRequest> newestFirst) {
		newestFirst.reversed().forEach(this::add);
	}

	/**
	 * {@return the request if it was handled and not forgotten}
	 * @param id which one
	 * @param since since when they are remembered
	 */
	@Nullable AnsweredRequest find(RequestId id, Instant since) {
		AnsweredRequest found = this.all.get(id);
		return (found == null || found.at().isBefore(since)) ? null : found;
	}

	void add(AnsweredRequest request) {
		// Where it was, it would be forgotten too early.
		this.all.remove(request.id());
		this.all.put(request.id(), request);
		if (this.all.size() > MOST) {
			Iterator<RequestId> oldestFirst = this.all.keySet().iterator();
			oldestFirst.next();
			oldestFirst.remove();
		}
	}

}
