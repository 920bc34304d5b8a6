package io.triotp.spring.boot.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.triotp.durable.AnsweredRequest;
import io.triotp.durable.DueServer;
import io.triotp.durable.NotPublished;
import io.triotp.durable.RequestId;
import io.triotp.durable.StateChange;
import io.triotp.durable.StateId;
import io.triotp.durable.StateStore;
import io.triotp.durable.StoredState;
import io.triotp.jdbc.JdbcStateStore;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Publishes the events of durable servers in the transaction that stores their states, so
 * that whoever listens in that transaction stores what belongs to them together with
 * them, and runs handlers in such a transaction. What has no events is stored without a
 * transaction of Spring, which costs less.
 */
final class PublishingStates implements StateStore {

	private final JdbcStateStore states;

	private final DataSource source;

	private final TransactionTemplate transaction;

	private final TransactionTemplate ofHandlers;

	private final ApplicationEventPublisher publisher;

	/**
	 * Publish events.
	 * @param limit how long a transaction of the store may take
	 * @param ofHandlers how long one may take that a handler runs in
	 */
	PublishingStates(JdbcStateStore states, DataSource source, PlatformTransactionManager transactions, Duration limit,
			Duration ofHandlers, ApplicationEventPublisher publisher) {
		this.states = states;
		this.source = source;
		this.transaction = template(transactions, limit);
		this.ofHandlers = template(transactions, ofHandlers);
		this.publisher = publisher;
	}

	/**
	 * Of its own, as somebody may have left one open on this thread. Rounded to seconds,
	 * 1 at least.
	 */
	private static TransactionTemplate template(PlatformTransactionManager transactions, Duration limit) {
		TransactionTemplate template = new TransactionTemplate(transactions);
		template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		template.setTimeout((int) Math.max(1, Math.min(Integer.MAX_VALUE, limit.toSeconds())));
		return template;
	}

	@Override
	public @Nullable StoredState load(StateId id) throws SQLException {
		return this.states.load(id);
	}

	@Override
	public List<DueServer> due(@Nullable DueServer after, Instant until, int most) throws SQLException {
		return this.states.due(after, until, most);
	}

	@Override
	public boolean runsHandlers() {
		return true;
	}

	@Override
	public boolean transact(Callable<@Nullable StateChange> handler) throws Exception {
		try {
			return this.ofHandlers.execute((status) -> {
				StateChange change = called(handler);
				if (change == null || !store(List.of(change)).get(0)) {
					status.setRollbackOnly();
					return false;
				}
				change.events().forEach(this::publish);
				return true;
			});
		}
		catch (NotStored ex) {
			throw ex.cause;
		}
	}

	private static @Nullable StateChange called(Callable<@Nullable StateChange> handler) {
		try {
			return handler.call();
		}
		catch (Exception ex) {
			throw new NotStored(ex);
		}
	}

	@Override
	public boolean remembersRequests() {
		return this.states.remembersRequests();
	}

	@Override
	public List<RequestId> answered(StateId id, int most) throws SQLException {
		return this.states.answered(id, most);
	}

	@Override
	public @Nullable AnsweredRequest answered(StateId id, RequestId request) throws SQLException {
		return this.states.answered(id, request);
	}

	@Override
	public int forgetRequests(Instant before, int most) throws SQLException {
		return this.states.forgetRequests(before, most);
	}

	@Override
	public boolean publishesEvents() {
		return true;
	}

	@Override
	public List<Boolean> commit(List<StateChange> changes) throws SQLException {
		if (changes.stream().allMatch((change) -> change.events().isEmpty())) {
			return this.states.commit(changes);
		}
		try {
			return this.transaction.execute((status) -> {
				// Those that were stored before have been published, and those in
				// conflict never.
				List<StateChange> fresh = changes.stream().filter((change) -> !wasStored(change)).toList();
				List<Boolean> outcomes = store(changes);
				IntStream.range(0, changes.size())
					.filter(outcomes::get)
					.mapToObj(changes::get)
					.filter(fresh::contains)
					.flatMap((change) -> change.events().stream())
					.forEach(this::publish);
				return outcomes;
			});
		}
		catch (NotStored ex) {
			throw ex.ofDatabase();
		}
	}

	private void publish(Object event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			throw new NotPublished(event, ex);
		}
	}

	private boolean wasStored(StateChange change) {
		if (change.events().isEmpty() || change.answered().isEmpty()) {
			return false;
		}
		Connection connection = DataSourceUtils.getConnection(this.source);
		try {
			return this.states.wasStored(connection, change);
		}
		catch (SQLException ex) {
			throw new NotStored(ex);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.source);
		}
	}

	private List<Boolean> store(List<StateChange> changes) {
		if (!TransactionSynchronizationManager.hasResource(this.source)) {
			throw new IllegalStateException(
					"The transaction manager has begun a transaction of something else than the "
							+ "DataSource of the store, so states and events would not be stored together");
		}
		Connection connection = DataSourceUtils.getConnection(this.source);
		try {
			return this.states.commit(connection, changes, PublishingStates::closeAtEnd);
		}
		catch (SQLException ex) {
			throw new NotStored(ex);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.source);
		}
	}

	/** Before the connection goes back to its pool. */
	private static void closeAtEnd(AutoCloseable borrowed) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int status) {
				try {
					borrowed.close();
				}
				catch (Exception ex) {
					throw new IllegalStateException("The connection could not be given back as it was", ex);
				}
			}

		});
	}

	@Override
	public String toString() {
		return this.states + ", with events";
	}

	/** Carries what a database or a handler says through the transaction. */
	@SuppressWarnings("serial")
	private static final class NotStored extends RuntimeException {

		private final Exception cause;

		NotStored(Exception cause) {
			super(cause);
			this.cause = cause;
		}

		SQLException ofDatabase() {
			return (this.cause instanceof SQLException database) ? database : new SQLException(this.cause);
		}

	}

}
