package io.triotp.spring.boot.autoconfigure;

import javax.sql.DataSource;

import io.triotp.durable.DurableStore;
import io.triotp.durable.StateStore;
import io.triotp.jdbc.JdbcStateStore;
import io.triotp.node.Node;
import io.triotp.spring.boot.TriOtpProperties;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;
import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * {@link AutoConfiguration Auto-configuration} for the table that durable servers have
 * their state in: made in an embedded database, and elsewhere only if you say so.
 */
@AutoConfiguration(before = TriOtpStoreAutoConfiguration.class, after = TriOtpAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ JdbcStateStore.class, DataSource.class,
		PropertiesBasedDataSourceScriptDatabaseInitializer.class })
@ConditionalOnBean(value = Node.class, search = SearchStrategy.CURRENT)
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnMissingBean({ DurableStore.class, StateStore.class })
@Conditional(TriOtpStoreSchemaAutoConfiguration.OnInitialization.class)
@ConditionalOnProperty(name = "triotp.store.table", havingValue = JdbcStateStore.DEFAULT_TABLE, matchIfMissing = true)
public final class TriOtpStoreSchemaAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	StoreSchema triOtpStoreSchema(DataSource source, TriOtpProperties properties) {
		return new StoreSchema(source, new Script(properties.store().initializeSchema()));
	}

	/** Who says never does not need the database to start. */
	static final class OnInitialization extends OnDatabaseInitializationCondition {

		OnInitialization() {
			super("TriOTP store", "triotp.store.initialize-schema");
		}

	}

	/** Makes the table. */
	static final class StoreSchema extends PropertiesBasedDataSourceScriptDatabaseInitializer<Script> {

		StoreSchema(DataSource source, Script script) {
			super(source, script);
		}

	}

	/** Where the script is, and when it is run. */
	static final class Script extends DatabaseInitializationProperties {

		Script(TriOtpProperties.InitializeSchema when) {
			setInitializeSchema(DatabaseInitializationMode.valueOf(when.name()));
		}

		@Override
		public String getDefaultSchemaLocation() {
			return "classpath:io/triotp/jdbc/schema-@@platform@@.sql";
		}

	}

}
