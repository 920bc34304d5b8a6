package io.triotp.spring.boot.config;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.node.Node;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import io.triotp.spring.boot.EchoServer;
import io.triotp.spring.boot.YamlApplication;
import io.triotp.test.Await;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.MethodInvokingFactoryBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers that are not plain objects. */
class ProxiedServerTests {

	@TempDir
	private Path folder;

	private ConfigurableApplicationContext run(Class<?> beans) {
		return new YamlApplication(this.folder, "triotp.applications.shop.supervisor.children: [ echo ]").run(beans);
	}

	private static String ask(ConfigurableApplicationContext context, String text) {
		ServerRef<EchoServer> echo = context.getBean(Node.class).server("shop/echo");
		return echo.call(new EchoServer.Echo(text));
	}

	private static void crash(ConfigurableApplicationContext context) {
		Node node = context.getBean(Node.class);
		Await.restart(node, "shop/echo", () -> node.<EchoServer>server("shop/echo").cast(new EchoServer.Crash()));
	}

	@Test
	void aProxyOfItsInterfaceIsAServerLikeAnyOther() {
		try (ConfigurableApplicationContext context = run(OfInterfaces.class)) {
			assertThat(ask(context, "hello")).isEqualTo("hello");
			crash(context);
			assertThat(ask(context, "again")).isEqualTo("again");
			assertThat(context.getBean(AtomicInteger.class).get()).as("calls that went through the proxy").isPositive();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OfInterfaces {

		@Bean
		static AtomicInteger calls() {
			return new AtomicInteger();
		}

		@Bean
		GenServer<?, ?, ?> echo() {
			return new EchoServer();
		}

		@Bean
		static BeanPostProcessor proxies(AtomicInteger calls) {
			return new BeanPostProcessor() {
				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					return (bean instanceof EchoServer) ? proxy(bean, calls, false) : bean;
				}
			};
		}

	}

	@Test
	void aProxyOfItsClassIsToo() {
		try (ConfigurableApplicationContext context = run(OfClasses.class)) {
			assertThat(ask(context, "hello")).isEqualTo("hello");
			crash(context);
			assertThat(ask(context, "again")).isEqualTo("again");
			assertThat(context.getBean(AtomicInteger.class).get()).as("calls that went through the proxy").isPositive();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OfClasses {

		@Bean
		static AtomicInteger calls() {
			return new AtomicInteger();
		}

		@Bean
		EchoServer echo() {
			return new EchoServer();
		}

		@Bean
		static BeanPostProcessor proxies(AtomicInteger calls) {
			return new BeanPostProcessor() {
				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					return (bean instanceof EchoServer) ? proxy(bean, calls, true) : bean;
				}
			};
		}

	}

	private static Object proxy(Object bean, AtomicInteger calls, boolean ofItsClass) {
		ProxyFactory proxy = new ProxyFactory(bean);
		proxy.setProxyTargetClass(ofItsClass);
		proxy.addAdvice((MethodInterceptor) (call) -> {
			calls.incrementAndGet();
			return call.proceed();
		});
		return proxy.getProxy();
	}

	@Test
	void aFactoryBeanMakesAServer() {
		try (ConfigurableApplicationContext context = run(OfFactory.class)) {
			assertThat(ask(context, "hello")).isEqualTo("hello");
			crash(context);
			assertThat(ask(context, "again")).isEqualTo("again");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OfFactory {

		@Bean
		EchoFactory echo() {
			return new EchoFactory();
		}

	}

	static class EchoFactory implements FactoryBean<EchoServer> {

		@Override
		public EchoServer getObject() {
			return new EchoServer();
		}

		@Override
		public Class<?> getObjectType() {
			return EchoServer.class;
		}

		@Override
		public boolean isSingleton() {
			return false;
		}

	}

	@Test
	void aScopedProxyOfAPrototypeIsAServerToo() {
		try (ConfigurableApplicationContext context = run(Scoped.class)) {
			assertThat(ask(context, "hello")).isEqualTo("hello");
			crash(context);
			assertThat(ask(context, "again")).isEqualTo("again");
		}
	}

	@Test
	void aScopedProxyIsFoundWhereNothingIsWritten() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, "").run(Scoped.class)) {
			Node node = context.getBean(Node.class);
			assertThat(node.applications()).singleElement()
				.satisfies((application) -> assertThat(
						node.<EchoServer>server(application.name() + "/echo").call(new EchoServer.Echo("hello")))
					.isEqualTo("hello"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		EchoServer echo() {
			return new EchoServer();
		}

	}

	@Test
	void aFactoryOfSomethingElseIsNotMadeBeforeWhatItNeedsIsBound() {
		try (ConfigurableApplicationContext context = new YamlApplication(this.folder, "till.name: west")
			.run(OfSettings.class)) {
			assertThat(context.getBean("name")).isEqualTo("west");
			assertThat(context.getBean(Settings.class).getName()).isEqualTo("west");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Settings.class)
	static class OfSettings {

		@Bean
		static MethodInvokingFactoryBean name(Settings settings) {
			MethodInvokingFactoryBean factory = new MethodInvokingFactoryBean();
			factory.setTargetObject(settings);
			factory.setTargetMethod("getName");
			return factory;
		}

	}

	@ConfigurationProperties("till")
	static class Settings {

		private String name = "nobody";

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

}
