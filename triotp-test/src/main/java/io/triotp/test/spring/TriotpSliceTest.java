package io.triotp.test.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.triotp.test.ManualTime;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of the supervision trees of a Spring Boot application alone. Its context has a
 * node and the applications, without the web, data and whatever else is auto-configured.
 * Of the components that are scanned, those are beans that are a
 * {@link io.triotp.server.GenServer GenServer} or a {@code TriOtpCustomizer}, and those
 * that {@code triotp.applications} names. Configuration classes are not scanned, as in
 * the slices of Spring Boot: {@code @Import} those that are needed, and give servers what
 * they depend on with {@code @MockitoBean}.
 *
 * <p>
 * The {@link io.triotp.node.Node Node} is a bean, and also a parameter of tests and of
 * what runs before each. The context is kept for the next test, with the state of its
 * servers. After each test its probes are ended, and the test fails if it leaves
 * something behind: a process whose starter has ended, or code that runs on after its
 * process was killed.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@BootstrapWith(TriotpSliceTestContextBootstrapper.class)
@ExtendWith({ SpringExtension.class, ContextNodeExtension.class })
@OverrideAutoConfiguration(enabled = false)
@AutoConfigureTriotp
@ImportAutoConfiguration
public @interface TriotpSliceTest {

	/**
	 * {@return properties of the environment, each as {@code key=value}}
	 */
	String[] properties() default {};

	/**
	 * {@return whether the time of the node stands still until the test moves it: then a
	 * bean and a parameter of type {@link ManualTime} is that of the node} It passes by
	 * itself while applications stop. The same as {@code triotp.test.manual-time}, which
	 * any Spring Boot test may set.
	 */
	@PropertyMapping("triotp.test.manual-time")
	boolean manualTime() default false;

	/**
	 * {@return whether the servers, the customizers and what the applications name are
	 * beans}
	 */
	boolean useDefaultFilters() default true;

	/**
	 * {@return which components are beans too}
	 */
	Filter[] includeFilters() default {};

	/**
	 * {@return which components are no beans}
	 */
	Filter[] excludeFilters() default {};

	/**
	 * {@return auto-configurations to leave out}
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
