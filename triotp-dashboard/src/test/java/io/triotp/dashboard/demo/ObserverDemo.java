package io.triotp.dashboard.demo;

import java.time.Duration;
import java.util.Map;

import io.triotp.application.ApplicationSpec;
import io.triotp.node.Node;
import io.triotp.process.Pid;
import io.triotp.process.ProcessInfo;
import io.triotp.server.Sys;
import io.triotp.supervisor.Backoff;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.DynamicSupervisor;
import io.triotp.supervisor.DynamicSupervisorSpec;
import io.triotp.supervisor.RestartIntensity;
import io.triotp.supervisor.SupervisorSpec;

import jakarta.servlet.DispatcherType;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application to look at: two trees, one of them with a thousand devices, and requests
 * that make trouble in them.
 */
@SpringBootApplication
public class ObserverDemo {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(ObserverDemo.class);
		application.setDefaultProperties(Map.of("spring.config.location", "optional:classpath:/demo/"));
		application.run(args);
	}

	@Bean
	ApplicationSpec shop() {
		return ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(
						ChildSpec.supervisor("sales",
								SupervisorSpec
									.restForOne(ChildSpec.server("catalogue", Worker::new).name("catalogue"),
											ChildSpec.server("till", Worker::new).name("till"),
											ChildSpec.server("receipts", Worker::new).name("receipts"))
									.intensity(new RestartIntensity(5, Duration.ofSeconds(30)))),
						ChildSpec.server("psp", Worker::new)
							.name("psp")
							.backoff(new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(20), 2.0, 0.2,
									Duration.ofSeconds(30)))));
	}

	@Bean
	ApplicationSpec fleet() {
		return ApplicationSpec.of("fleet",
				SupervisorSpec.oneForOne(ChildSpec.server("gateway", Worker::new).name("gateway"),
						ChildSpec
							.dynamicSupervisor("devices",
									DynamicSupervisorSpec.defaults()
										.intensity(new RestartIntensity(100, Duration.ofSeconds(5))))
							.name("devices")));
	}

	/** Everybody may do everything. */
	@Bean
	@Profile("!secured")
	SecurityFilterChain open(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.csrf((csrf) -> csrf.disable())
			.build();
	}

	/** Whoever has logged in sees everything, operators act. */
	@Bean
	@Profile("secured")
	SecurityFilterChain secured(HttpSecurity http) {
		return http
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.requestMatchers("/demo/**")
				.permitAll()
				.requestMatchers(EndpointRequest.to("triotp").withHttpMethod(HttpMethod.GET))
				.authenticated()
				.requestMatchers(EndpointRequest.to("triotp"))
				.hasRole("OPERATOR")
				.anyRequest()
				.denyAll())
			.httpBasic(Customizer.withDefaults())
			.csrf((csrf) -> csrf.spa().ignoringRequestMatchers("/demo/**"))
			.build();
	}

	@Bean
	@Profile("secured")
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(
				User.withUsername("olga").password("{noop}operator").roles("OPERATOR").build(),
				User.withUsername("vera").password("{noop}viewer").roles("VIEWER").build());
	}

	/** Trouble on demand. */
	@RestController
	static class TroubleController {

		private final Node node;

		TroubleController(Node node) {
			this.node = node;
		}

		@PostMapping("/demo/devices")
		int devices(@RequestParam int count) {
			DynamicSupervisor devices = DynamicSupervisor.named(this.node, "devices");
			for (int i = 1; i <= count; i++) {
				devices.startServer("device-" + i, Worker::new);
			}
			return count;
		}

		@PostMapping("/demo/device")
		void device(@RequestParam String id) {
			DynamicSupervisor.named(this.node, "devices").startServer(id, Worker::new);
		}

		/** Messages for a device that does not take them. */
		@PostMapping("/demo/suspended")
		void suspended(@RequestParam String name, @RequestParam int times) {
			Pid pid = this.node.view()
				.processes()
				.map(ProcessInfo::pid)
				.filter((each) -> each.path().endsWith("/" + name))
				.findFirst()
				.orElseThrow();
			Sys.of(this.node, pid).suspend();
			for (int i = 0; i < times; i++) {
				this.node.send(pid, new Worker.One());
			}
		}

		@PostMapping("/demo/kill")
		void kill(@RequestParam String name) {
			this.node.kill(this.node.whereis(name).orElseThrow());
		}

		@PostMapping("/demo/{what}")
		void tell(@PathVariable String what, @RequestParam String name, @RequestParam(defaultValue = "1") int times) {
			for (int i = 0; i < times; i++) {
				this.node.send(name, switch (what) {
					case "crash" -> new Worker.Crash("asked to");
					case "work" -> new Worker.Work(Duration.ofSeconds(60));
					case "count" -> new Worker.One();
					default -> throw new IllegalArgumentException(what);
				});
			}
		}

	}

}
