package io.triotp.spring.boot.autoconfigure;

import javax.sql.DataSource;

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
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.context.annotation.Bean;

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
@ConditionalOnProperty(name = "triotp.store.table", havingValue = JdbcStateStore.DEFAULT_TABLE, matchIfMissing = true)
public final class TriOtpStoreSchemaAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	StoreSchema triOtpStoreSchema(DataSource source, TriOtpProperties properties) {
		return new StoreSchema(source, new Script(properties.store().initializeSchema()));
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
