package io.triotp.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import io.triotp.process.ProcessBody;
import io.triotp.server.GenServer;
import io.triotp.testing.EchoServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * A tree made by code is data: it can be walked before anything runs.
 */
class DeclaredTreeTests {

	private static final RestartIntensity ONCE = new RestartIntensity(1, Duration.ofSeconds(1));

	private static final StartFunction CUSTOM = (context) -> {
		throw new AssertionError("a walk starts nothing");
	};

	private static final Supplier<GenServer<?, ?, ?>> SERVER = () -> {
		throw new AssertionError("a walk makes no server");
	};

	private static final Callable<AutoCloseable> RESOURCE = () -> {
		throw new AssertionError("a walk opens nothing");
	};

	private static final ProcessBody PROCESS = (self) -> {
	};

	private static final TaskBody TASK = () -> {
	};

	private static final SupervisorSpec TREE = SupervisorSpec.restForOne(ChildSpec.server("plain", SERVER),
			ChildSpec.server("typed", EchoServer.class, () -> null),
			ChildSpec.supervisor("inner",
					SupervisorSpec
						.oneForAll(ChildSpec.task("task", TASK).restart(Restart.TEMPORARY),
								ChildSpec.supervisor("deep",
										SupervisorSpec.oneForOne(ChildSpec.process("process", PROCESS))))
						.intensity(ONCE)),
			ChildSpec.dynamicSupervisor("sessions", DynamicSupervisorSpec.defaults()),
			ChildSpec.resource("resource", RESOURCE).shutdown(Shutdown.brutalKill()),
			ChildSpec.worker("custom", CUSTOM));

	private static List<DeclaredChild> walk() {
		return DeclaredTree.of(Place.of("shop"), TREE);
	}

	private static DeclaredChild at(String path) {
		return walk().stream().filter((child) -> child.path().equals(path)).findFirst().orElseThrow();
	}

	@Test
	void a_tree_is_walked_depth_first_in_start_order() {
		assertThat(walk()).extracting(DeclaredChild::path)
			.containsExactly("shop/plain", "shop/typed", "shop/inner", "shop/inner/task", "shop/inner/deep",
					"shop/inner/deep/process", "shop/sessions", "shop/resource", "shop/custom");
	}

	@Test
	void each_child_shows_its_rules() {
		assertThat(at("shop/inner/task").restart()).isEqualTo(Restart.TEMPORARY);
		assertThat(at("shop/resource").shutdown()).isEqualTo(Shutdown.brutalKill());
		assertThat(at("shop/inner").limits()).contains(ONCE);
		assertThat(at("shop/sessions").limits()).contains(RestartIntensity.DEFAULT);
		assertThat(at("shop/plain").limits()).isEmpty();
	}

	@Test
	void what_would_run_is_named_by_the_class_of_the_user() {
		assertThat(at("shop/typed").code()).contains(EchoServer.class);
		assertThat(at("shop/plain").code()).contains(SERVER.getClass());
		assertThat(at("shop/inner/task").code()).contains(TASK.getClass());
		assertThat(at("shop/inner/deep/process").code()).contains(PROCESS.getClass());
		assertThat(at("shop/resource").code()).contains(RESOURCE.getClass());
		assertThat(at("shop/custom").code()).contains(CUSTOM.getClass());
		assertThat(at("shop/inner").code()).isEmpty();
		assertThat(at("shop/sessions").code()).isEmpty();
	}

	@Test
	void what_is_put_around_a_start_hides_nothing() {
		SupervisorSpec inner = SupervisorSpec.oneForOne(ChildSpec.task("task", TASK));
		ChildSpec around = ChildSpec.supervisor("inner", inner)
			.code(getClass())
			.intercept((context, next) -> next.start(context));
		assertThat(around.supervisor()).contains(inner);
		assertThat(around.children()).isEqualTo(inner.children());
		assertThat(around.start().code()).contains(getClass());
		assertThat(ChildSpec.dynamicSupervisor("d", DynamicSupervisorSpec.defaults())
			.intercept((context, next) -> next.start(context))
			.dynamicSupervisor()).contains(DynamicSupervisorSpec.defaults());
	}

	@Test
	void what_code_makes_at_each_start_is_not_made_by_a_walk() {
		ChildSpec made = ChildSpec.of("made", ChildType.SUPERVISOR, new ChildStart.Made(() -> {
			throw new AssertionError("a walk makes nothing");
		}));
		assertThat(DeclaredTree.of(Place.of("shop"), made)).extracting(DeclaredChild::path, DeclaredChild::limits)
			.containsExactly(tuple("shop/made", Optional.empty()));
	}

}
