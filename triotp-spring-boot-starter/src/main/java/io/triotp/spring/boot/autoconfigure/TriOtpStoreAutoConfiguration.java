package io.triotp.spring.boot.autoconfigure;

import java.time.Duration;

import javax.sql.DataSource;

import io.triotp.durable.DurableStore;
import io.triotp.durable.StateStore;
import io.triotp.durable.StoreOptions;
import io.triotp.jdbc.JdbcStateStore;
import io.triotp.node.Node;
import io.triotp.spring.boot.TriOtpProperties;
import io.triotp.spring.boot.TriOtpProperties.Store;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;

/**
 * {@link AutoConfiguration Auto-configuration} for where durable servers have their
 * state: a table of the database of the application, if {@code triotp-jdbc} is on the
 * class path. If you define a {@link StateStore} bean, that is used instead of the table;
 * if you define {@link DurableStore} beans, they are all there is.
 */
@AutoConfiguration(after = TriOtpAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnBean(value = Node.class, search = SearchStrategy.CURRENT)
@ConditionalOnMissingBean(value = DurableStore.class, search = SearchStrategy.CURRENT)
public final class TriOtpStoreAutoConfiguration {

	/** Of the time a commit may take, so that one statement does not use up all of it. */
	private static final int STATEMENTS = 3;

	/** The servers have ended when it is closed: they end in a phase of the lifecycle. */
	@Bean
	@ConditionalOnBean(StateStore.class)
	DurableStore triOtpStore(Node node, StateStore states, TriOtpProperties properties) {
		Store store = properties.store();
		return DurableStore.of(node, "main", states,
				new StoreOptions(store.batch(), store.window(), store.commitTimeout(), store.rememberRequests()));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcStateStore.class, DataSource.class, DataSourceUtils.class })
	@ConditionalOnSingleCandidate(DataSource.class)
	@ConditionalOnMissingBean(StateStore.class)
	static class SpringJdbcConfiguration {

		/** It publishes events if there is a transaction manager of its database. */
		@Bean
		@DependsOnDatabaseInitialization
		StateStore triOtpStateStore(DataSource source, TriOtpProperties properties,
				ObjectProvider<PlatformTransactionManager> transactions, ApplicationEventPublisher publisher) {
			JdbcStateStore states = Tables.states(source, properties);
			return transactions.stream()
				.filter((each) -> isOf(each, source))
				.findFirst()
				.<StateStore>map((own) -> new PublishingStates(states, source, own, Tables.statement(properties),
						properties.store().commitTimeout(), publisher))
				.orElse(states);
		}

		/** That of JPA has its DataSource as a resource besides. */
		private static boolean isOf(PlatformTransactionManager manager, DataSource source) {
			return (manager instanceof ResourceTransactionManager own && own.getResourceFactory() == source)
					|| manager.getClass().getName().endsWith("JpaTransactionManager");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcStateStore.class, DataSource.class })
	@ConditionalOnMissingClass("org.springframework.jdbc.datasource.DataSourceUtils")
	@ConditionalOnSingleCandidate(DataSource.class)
	@ConditionalOnMissingBean(StateStore.class)
	static class JdbcConfiguration {

		@Bean
		@DependsOnDatabaseInitialization
		StateStore triOtpStateStore(DataSource source, TriOtpProperties properties) {
			return Tables.states(source, properties);
		}

	}

	/** By itself, since triotp-jdbc may not be there. */
	private static final class Tables {

		private Tables() {
		}

		static JdbcStateStore states(DataSource source, TriOtpProperties properties) {
			return JdbcStateStore.of(source, properties.store().table(), statement(properties));
		}

		static Duration statement(TriOtpProperties properties) {
			return properties.store().commitTimeout().dividedBy(STATEMENTS);
		}

	}

}
