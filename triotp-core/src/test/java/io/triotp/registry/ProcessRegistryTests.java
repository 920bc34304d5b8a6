package io.triotp.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import io.triotp.process.DeadLetterReason;
import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.server.Call;
import io.triotp.server.CallResult;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.ServerRef;
import io.triotp.server.StartException;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Keys and values of processes.
 */
class ProcessRegistryTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));

	private final ProcessRegistry<Object, Object> unique = ProcessRegistry.unique(this.node);

	private final ProcessRegistry<Object, Object> duplicate = ProcessRegistry.duplicate(this.node);

	private final Puppet one = Puppet.spawn(this.node);

	private final Puppet two = Puppet.spawn(this.node);

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	@Conformance("REG-02")
	void entries_are_counted() {
		assertThat(this.unique.count()).isZero();
		assertThat(this.duplicate.count()).isZero();
		register(this.unique, this.one, "hello", 1);
		register(this.unique, this.one, "world", 2);
		register(this.duplicate, this.one, "hello", 1);
		register(this.duplicate, this.two, "hello", 2);
		assertThat(this.unique.count()).isEqualTo(2);
		assertThat(this.duplicate.count()).isEqualTo(2);
		assertThat(this.duplicate.count("hello", (value) -> value.equals(2))).isOne();
		assertThat(this.duplicate.count("nothing", (value) -> true)).isZero();
	}

	@Test
	@Conformance("REG-04")
	void a_unique_key_that_another_process_has_is_refused_and_leaves_nothing_behind() { // R2
		register(this.unique, this.one, "hello", "first");
		assertThatExceptionOfType(AlreadyRegisteredException.class)
			.isThrownBy(() -> register(this.unique, this.two, "hello", "second"))
			.withMessageContaining("'hello'")
			.withMessageContaining(this.one.pid().toString())
			.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(this.one.pid()))
			.satisfies((ex) -> assertThat(ex.key()).isEqualTo("hello"));
		assertThat(this.unique.keys(this.two.pid())).isEmpty();
		assertThat(this.node.view().links(this.two.pid())).isEmpty();
		assertThat(entries(this.unique, "hello")).containsExactly("first");
	}

	@Test
	void a_process_cannot_have_a_unique_key_twice_and_keeps_it_when_it_tries() { // R2
		register(this.unique, this.one, "hello", "first");
		assertThatExceptionOfType(AlreadyRegisteredException.class)
			.isThrownBy(() -> register(this.unique, this.one, "hello", "second"))
			.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(this.one.pid()));
		assertThat(this.unique.keys(this.one.pid())).containsExactly("hello");
		assertThat(this.unique.values("hello", this.one.pid())).containsExactly("first");
	}

	@Test
	@Conformance("REG-05")
	void the_key_of_a_dead_process_is_free_before_it_has_been_cleaned_up() { // R2
		Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));
		try {
			List<ProcessRegistry<String, String>> registries = new ArrayList<>();
			Puppet holder = Puppet.spawn(node);
			Puppet next = Puppet.spawn(node);
			node.host().addExitHook((pid) -> {
				// Runs before the hook of the registry.
				if (pid == holder.pid()) {
					assertThat(registries.getFirst().holdsNothing()).isFalse();
					assertThat(registries.getFirst().lookup("hello")).isEmpty();
					next.run((self) -> registries.getFirst().register("hello", "second"));
				}
			});
			registries.add(ProcessRegistry.unique(node));
			holder.run((self) -> registries.getFirst().register("hello", "first"));
			node.kill(holder.pid());
			assertThat(registries.getFirst().lookup("hello"))
				.containsExactly(new ProcessRegistry.Entry<>(next.pid(), "second"));
			assertThat(registries.getFirst().keys(holder.pid())).isEmpty();
		}
		finally {
			node.close();
		}
	}

	@Test
	@Conformance("REG-06")
	void a_process_may_have_a_duplicate_key_many_times() { // R3
		register(this.duplicate, this.one, "hello", "a");
		register(this.duplicate, this.one, "hello", "b");
		assertThat(this.duplicate.keys(this.one.pid())).containsExactly("hello", "hello");
		assertThat(this.duplicate.values("hello", this.one.pid())).containsExactly("a", "b");
		assertThat(this.duplicate.count()).isEqualTo(2);
	}

	@Test
	void entries_of_a_duplicate_key_come_with_the_oldest_process_first() {
		register(this.duplicate, this.two, "hello", "young");
		register(this.duplicate, this.one, "hello", "old");
		assertThat(entries(this.duplicate, "hello")).containsExactly("old", "young");
		assertThat(this.duplicate.whereis("hello")).contains(this.one.pid());
	}

	@Test
	@Conformance("REG-08")
	void numbers_of_different_types_are_different_keys() { // R1
		for (ProcessRegistry<Object, Object> registry : List.of(this.unique, this.duplicate)) {
			register(registry, this.one, 1, "int");
			register(registry, this.one, 1.0, "double");
			assertThat(entries(registry, 1)).containsExactly("int");
			assertThat(entries(registry, 1.0)).containsExactly("double");
			assertThat(registry.keys(this.one.pid())).containsExactlyInAnyOrder(1, 1.0);
		}
	}

	@Test
	@Conformance("REG-09")
	void values_are_matched_by_shape_and_guard() { // R6
		register(this.unique, this.one, "hello", new Pair("atom", 1, 1));
		assertThat(this.unique.match("hello", (value) -> value instanceof Pair(String a, Integer b, Object c)))
			.extracting(ProcessRegistry.Entry::pid)
			.containsExactly(this.one.pid());
		assertThat(this.unique.match("hello", (value) -> value instanceof Pair pair && pair.b().equals(pair.c())))
			.hasSize(1);
		assertThat(this.unique.match("hello", (value) -> value instanceof Pair pair && pair.a().equals(pair.b())))
			.isEmpty();
		assertThat(this.unique.match("hello", (value) -> value instanceof Pair(String a, Double b, Object c)))
			.isEmpty();
		assertThat(this.unique.match("hello", (value) -> value instanceof Pair(Object a, Integer b, Object c) && b > 1))
			.isEmpty();
	}

	@Test
	@Conformance("REG-10")
	void a_key_that_looks_like_a_wildcard_is_only_a_key() {
		for (String key : List.of("_", "$1", "*")) {
			register(this.unique, this.one, key, "mine");
			register(this.unique, this.one, key + "other", "theirs");
			assertThat(this.unique.match(key, (value) -> true)).hasSize(1);
			this.one.run((self) -> this.unique.unregister(key));
			assertThat(entries(this.unique, key)).isEmpty();
			assertThat(entries(this.unique, key + "other")).containsExactly("theirs");
		}
	}

	@Test
	@Conformance("REG-12")
	void only_the_owner_updates_its_value() { // R8
		register(this.unique, this.one, "hello", 1);
		AtomicBoolean called = new AtomicBoolean();
		assertThat(update(this.one, "hello", (value) -> (Integer) value + 1))
			.contains(new ProcessRegistry.Update<>(1, 2));
		assertThat(update(this.two, "hello", (value) -> called.getAndSet(true))).isEmpty();
		assertThat(update(this.one, "world", (value) -> called.getAndSet(true))).isEmpty();
		assertThat(called).isFalse();
		assertThat(entries(this.unique, "hello")).containsExactly(2);
	}

	@Test
	void an_update_that_throws_changes_nothing() {
		register(this.unique, this.one, "hello", 1);
		assertThatIllegalStateException()
			.isThrownBy(() -> this.one.run((self) -> this.unique.update("hello", (value) -> {
				throw new IllegalStateException("no");
			})))
			.withMessage("no");
		assertThat(entries(this.unique, "hello")).containsExactly(1);
	}

	@Test
	void values_of_duplicate_keys_cannot_be_updated() { // R8
		register(this.duplicate, this.one, "hello", 1);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.one.run((self) -> this.duplicate.update("hello", (value) -> 2)))
			.withMessageContaining("unique keys");
	}

	@Test
	@Conformance("REG-13")
	void nothing_is_dispatched_to_nobody() { // R9
		this.unique.dispatch("hello", (entries) -> {
			throw new AssertionError("called with " + entries);
		});
		this.duplicate.dispatch("hello", (entries) -> {
			throw new AssertionError("called with " + entries);
		});
	}

	@Test
	@Conformance("REG-14")
	void dispatch_runs_in_the_caller_with_what_is_there() { // R9
		register(this.unique, this.one, "hello", "value");
		List<Thread> threads = new ArrayList<>();
		this.unique.dispatch("hello", (entries) -> {
			threads.add(Thread.currentThread());
			assertThat(entries).containsExactly(new ProcessRegistry.Entry<>(this.one.pid(), "value"));
		});
		assertThat(threads).containsExactly(Thread.currentThread());
		assertThatIllegalStateException().isThrownBy(() -> this.unique.dispatch("hello", (entries) -> {
			throw new IllegalStateException("mine");
		})).withMessage("mine");
	}

	@Test
	@Conformance("REG-17")
	void unregister_removes_all_entries_of_the_caller_under_that_key_only() { // R7
		register(this.duplicate, this.one, "hello", "a");
		register(this.duplicate, this.one, "hello", "b");
		register(this.duplicate, this.one, "world", "c");
		register(this.duplicate, this.two, "hello", "d");
		this.one.run((self) -> this.duplicate.unregister("hello"));
		this.one.run((self) -> this.duplicate.unregister("nothing"));
		assertThat(this.duplicate.keys(this.one.pid())).containsExactly("world");
		assertThat(entries(this.duplicate, "hello")).containsExactly("d");
		this.one.run((self) -> this.duplicate.unregister("world"));
		this.two.run((self) -> this.duplicate.unregister("hello"));
		assertThat(this.duplicate.holdsNothing()).isTrue();
	}

	@Test
	void entries_can_be_removed_by_their_values() { // R7
		register(this.duplicate, this.one, "hello", 1);
		register(this.duplicate, this.one, "hello", 2);
		this.one.run((self) -> this.duplicate.unregister("hello", (value) -> value.equals(1)));
		this.one.run((self) -> this.duplicate.unregister("hello", (value) -> value.equals(3)));
		assertThat(entries(this.duplicate, "hello")).containsExactly(2);
		register(this.unique, this.one, "hello", 1);
		this.one.run((self) -> this.unique.unregister("hello", (value) -> value.equals(3)));
		this.two.run((self) -> this.unique.unregister("hello"));
		assertThat(entries(this.unique, "hello")).containsExactly(1);
	}

	@Test
	@Conformance("REG-18")
	void a_listener_hears_of_what_is_registered_and_unregistered_but_not_of_ends() { // R11
		this.unique.addListener(this.two.pid());
		register(this.unique, this.one, "hello", "value");
		this.one.run((self) -> this.unique.unregister("hello"));
		register(this.unique, this.one, "world", "value");
		this.node.kill(this.one.pid());
		this.node.send(this.two.pid(), "last");
		assertThat(this.two.received().await(4)).containsExactly(
				new RegistryEvent.Registered<>(this.unique, "hello", this.one.pid(), "value"),
				new RegistryEvent.Unregistered<>(this.unique, "hello", this.one.pid()),
				new RegistryEvent.Registered<>(this.unique, "world", this.one.pid(), "value"), "last");
	}

	@Test
	void a_listener_of_another_node_is_refused_and_does_no_harm() {
		try (Processes other = LocalNode.create()) {
			Pid stranger = Puppet.spawn(other).pid();
			assertThatIllegalArgumentException().isThrownBy(() -> this.unique.addListener(stranger))
				.withMessageContaining(stranger + " lives in ");
			register(this.unique, this.one, "hello", 1);
			assertThat(this.unique.whereis("hello")).contains(this.one.pid());
		}
	}

	@Test
	void a_listener_that_has_ended_hears_nothing_and_does_no_harm() {
		this.unique.addListener(this.two.pid());
		this.node.kill(this.two.pid());
		this.unique.addListener(this.two.pid());
		register(this.unique, this.one, "hello", "value");
		for (var reason : DeadLetterReason.values()) {
			assertThat(this.node.view().deadLetters(reason)).isZero();
		}
	}

	@Test
	@Conformance("REG-21")
	void a_server_found_by_key_runs_once() { // R10
		Named named = new Named(this.unique, "hello", "value");
		Pid pid = GenServer.start(this.node, named).pid().orElseThrow();
		ServerRef<Named> ref = ServerRef.of(this.node, this.unique.whereis("hello").orElseThrow());
		assertThat(ref.call(new Named.Ask())).isEqualTo(pid.toString());
		assertThatExceptionOfType(StartException.Failed.class).isThrownBy(() -> GenServer.start(this.node, named))
			.satisfies((ex) -> assertThat(ex.reason().exception()).isInstanceOfSatisfying(
					AlreadyRegisteredException.class, (cause) -> assertThat(cause.holder()).isEqualTo(pid)));
		ref.stop();
		assertThat(this.unique.whereis("hello")).isEmpty();
		GenServer.start(this.node, named);
		assertThat(this.unique.whereis("hello")).isPresent();
	}

	@Test
	@Conformance("REG-22")
	void a_server_found_by_key_has_a_value() { // R10
		Pid pid = GenServer.start(this.node, new Named(this.unique, "hello", "value")).pid().orElseThrow();
		assertThat(this.unique.lookup("hello")).containsExactly(new ProcessRegistry.Entry<>(pid, "value"));
	}

	@Test
	@Conformance("REG-24")
	void all_entries_can_be_selected_from() { // R6
		register(this.duplicate, this.one, "hello", 1);
		register(this.duplicate, this.one, "world", 2);
		register(this.duplicate, this.two, "world", 3);
		assertThat(this.duplicate.all().filter((each) -> each.key().equals("world")).map((each) -> each.value()))
			.containsExactlyInAnyOrder(2, 3);
		assertThat(this.duplicate.all().filter((each) -> each.pid() == this.one.pid()).count()).isEqualTo(2);
		register(this.unique, this.one, "hello", 1);
		assertThat(this.unique.all()).containsExactly(new ProcessRegistry.Registration<>("hello", this.one.pid(), 1));
	}

	@Test
	@Conformance("REG-25")
	void whoever_hears_of_an_end_finds_no_entry_left() { // R4
		for (ProcessRegistry<Object, Object> registry : List.of(this.unique, this.duplicate)) {
			register(registry, this.one, "one", 1);
			register(registry, this.two, "two", 2);
		}
		Probe<Boolean> clean = new Probe<>();
		for (Puppet each : List.of(this.one, this.two)) {
			this.node.host()
				.onExit(each.pid(), (pid, reason) -> clean.tell(
						this.unique.keys(pid).isEmpty() && this.unique.all().noneMatch((entry) -> entry.pid() == pid)));
		}
		this.node.kill(this.one.pid());
		this.two.tell((self) -> ExitReason.failure("boom"));
		this.two.exit();
		assertThat(clean.await(2)).containsExactly(true, true);
		assertThat(this.unique.holdsNothing()).isTrue();
		assertThat(this.duplicate.holdsNothing()).isTrue();
	}

	@Test
	void of_many_processes_that_want_one_key_at_once_exactly_one_gets_it() { // R2
		int racers = 20;
		for (int round = 0; round < 50; round++) {
			Gate start = new Gate();
			Gate end = new Gate();
			Probe<Boolean> won = new Probe<>();
			int key = round;
			for (int i = 0; i < racers; i++) {
				this.node.spawn((self) -> {
					start.pass();
					won.tell(isRegistered(key));
					end.pass();
				});
			}
			start.open();
			assertThat(won.await(racers)).containsOnlyOnce(true);
			end.open();
		}
	}

	@Test
	void a_process_killed_while_it_registers_leaves_nothing_behind() { // R4
		for (int round = 0; round < 200; round++) {
			ProcessRegistry<Object, Object> registry = (round % 2 == 0) ? this.unique : this.duplicate;
			Probe<String> told = new Probe<>();
			Pid pid = this.node.spawn((self) -> registerForever(registry, told));
			told.await();
			this.node.kill(pid);
			assertThat(registry.keys(pid)).isEmpty();
			assertThat(told.await()).isEqualTo("over");
			assertThat(registry.holdsNothing()).isTrue();
		}
	}

	@Test
	void only_a_process_of_the_same_node_registers() { // R1
		assertThatIllegalStateException().isThrownBy(() -> this.unique.register("hello", 1))
			.withMessageContaining("runs no process");
		Processes other = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));
		try {
			Puppet stranger = Puppet.spawn(other);
			assertThatIllegalStateException().isThrownBy(() -> register(this.unique, stranger, "hello", 1))
				.withMessageContaining("belongs to node");
		}
		finally {
			other.close();
		}
	}

	private static void registerForever(ProcessRegistry<Object, Object> registry, Probe<String> told) {
		try {
			registry.register("first", 1);
			told.tell("begun");
			for (int i = 0;; i++) {
				registry.register(i, i);
				registry.unregister(i - 3);
			}
		}
		finally {
			told.tell("over");
		}
	}

	private boolean isRegistered(Object key) {
		try {
			this.unique.register(key, "mine");
			return true;
		}
		catch (AlreadyRegisteredException ex) {
			return false;
		}
	}

	private static void register(ProcessRegistry<Object, Object> registry, Puppet puppet, Object key, Object value) {
		puppet.run((self) -> registry.register(key, value));
	}

	private Optional<ProcessRegistry.Update<Object>> update(Puppet puppet, Object key, UnaryOperator<Object> change) {
		return puppet.ask((self) -> this.unique.update(key, change));
	}

	private static List<Object> entries(ProcessRegistry<Object, Object> registry, Object key) {
		return registry.lookup(key).stream().map(ProcessRegistry.Entry::value).toList();
	}

	private record Pair(Object a, Object b, Object c) {
	}

	/** A server that is found by a key. */
	private record Named(ProcessRegistry<Object, Object> registry, Object key,
			Object value) implements GenServer<String, Named.Ask, Cast<Named>> {

		record Ask() implements Call<Named, String> {
		}

		@Override
		public String init() {
			this.registry.register(this.key, this.value);
			return self().pid().toString();
		}

		@Override
		public CallResult<String> handleCall(Ask request, From from, String state) {
			return reply(request, state, state);
		}

	}

}
