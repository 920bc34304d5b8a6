package io.triotp.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;

import io.triotp.process.ExitReason;
import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The key-value store of TriOTP's own tests: each of its cases for calls, casts and
 * direct messages has its counterpart here.
 */
class KeyValueStoreTests {

	private final ManualTime time = new ManualTime();

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(this.time));

	private final Store store = new Store();

	private final ServerRef<Store> ref = ServerRef.named(this.node, "kvstore");

	private final Pid pid = GenServer.start(this.node, this.store, ServerOptions.named("kvstore")).pid().orElseThrow();

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void the_api_gets_sets_and_raises_what_it_does_not_know() {
		assertThat(this.ref.call(new Get("foo"))).isNull();
		assertThat(this.ref.call(new Put("foo", "bar"))).isNull();
		assertThat(this.ref.call(new Get("foo"))).isEqualTo("bar");
		assertThat(this.ref.call(new Put("foo", "baz"))).isEqualTo("bar");
		assertThat(this.ref.call(new Get("foo"))).isEqualTo("baz");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.ref.call(new Clear()))
			.withMessage("wrong call");
		assertThat(this.pid.isAlive()).isTrue();
	}

	@Test
	void a_call_may_be_answered_later() {
		assertThat(this.ref.call(new Delayed())).isEqualTo("done");
	}

	@Test
	void a_call_that_is_never_answered_times_out() {
		Future<Object> call = Probe.async(() -> this.ref.call(new Ignored(), Duration.ofMillis(10)));
		this.time.awaitParked(1);
		this.time.advance(Duration.ofMillis(10));
		assertThatExceptionOfType(CallException.TimedOut.class).isThrownBy(() -> Probe.get(call));
	}

	@Test
	void a_call_may_stop_the_server() {
		assertThatExceptionOfType(CallException.ServerExited.class)
			.isThrownBy(() -> this.ref.call(new StopOnCall(null)));
		assertEnd(ExitReason.normal());
	}

	@Test
	void a_call_may_stop_the_server_with_a_failure() {
		RuntimeException failure = new RuntimeException("junit");
		assertThatExceptionOfType(CallException.ServerExited.class)
			.isThrownBy(() -> this.ref.call(new StopOnCall(failure)));
		assertEnd(ExitReason.crash(failure));
	}

	@Test
	void a_cast_is_handled() {
		this.ref.cast(new Note());
		assertThat(this.store.seen.await()).isEqualTo(new Note());
	}

	@Test
	void a_cast_may_stop_the_server() {
		this.ref.cast(new StopOnCast());
		assertEnd(ExitReason.normal());
	}

	@Test
	void a_cast_may_stop_the_server_with_a_failure() {
		this.ref.cast(new Unknown());
		assertThat(end().exception()).isInstanceOf(UnsupportedOperationException.class).hasMessage("wrong cast");
	}

	@Test
	void a_direct_message_may_stop_the_server() {
		this.node.send("kvstore", "stop");
		assertEnd(ExitReason.normal());
	}

	@Test
	void a_direct_message_may_stop_the_server_with_a_failure() {
		RuntimeException failure = new RuntimeException("junit");
		this.node.send("kvstore", failure);
		assertEnd(ExitReason.crash(failure));
	}

	@Test
	void a_direct_message_that_matches_is_handled() {
		this.node.send("kvstore", Map.entry("matched", "foo"));
		assertThat(this.store.seen.await()).isEqualTo("foo");
	}

	@Test
	void a_direct_message_that_does_not_match_is_seen_too() {
		this.node.send("kvstore", 42);
		assertThat(this.store.seen.await()).isEqualTo("unknown 42");
		assertThat(this.pid.isAlive()).isTrue();
	}

	private void assertEnd(ExitReason reason) {
		assertThat(end()).isEqualTo(reason);
	}

	private ExitReason end() {
		ExitReason reason = Probe.exitOf(this.node, this.pid);
		assertThat(this.store.terminated.await()).isEqualTo(reason);
		return reason;
	}

	sealed interface Request<R extends @Nullable Object> extends Call<Store, R> {

	}

	record Get(String key) implements Request<@Nullable String> {
	}

	record Put(String key, String value) implements Request<@Nullable String> {
	}

	record Clear() implements Request<String> {
	}

	record Delayed() implements Request<String> {
	}

	record Ignored() implements Request<String> {
	}

	record StopOnCall(@Nullable RuntimeException failure) implements Request<String> {
	}

	sealed interface Message extends Cast<Store> {

	}

	record Note() implements Message {
	}

	record StopOnCast() implements Message {
	}

	record Unknown() implements Message {
	}

	static final class Store implements GenServer<Map<String, String>, Request<?>, Message> {

		final Probe<Object> seen = new Probe<>();

		final Probe<ExitReason> terminated = new Probe<>();

		@Override
		public Map<String, String> init() {
			return new HashMap<>();
		}

		@Override
		public CallResult<Map<String, String>> handleCall(Request<?> request, From from, Map<String, String> data) {
			return switch (request) {
				case Get get -> reply(get, data.get(get.key()), data);
				case Put put -> reply(put, data.put(put.key(), put.value()), data);
				case Clear clear -> raise(new UnsupportedOperationException("wrong call"), data);
				case Delayed delayed -> {
					ReplyTo<String> caller = from.to(delayed);
					Thread.ofVirtual().start(() -> caller.reply("done"));
					yield next(data);
				}
				case Ignored ignored -> next(data);
				case StopOnCall(RuntimeException failure) -> (failure != null) ? stop(failure, data) : stop(data);
			};
		}

		@Override
		public Next<Map<String, String>> handleCast(Message message, Map<String, String> data) {
			return switch (message) {
				case Note note -> {
					this.seen.tell(note);
					yield next(data);
				}
				case StopOnCast stop -> stop(data);
				case Unknown unknown -> stop(new UnsupportedOperationException("wrong cast"), data);
			};
		}

		@Override
		public Next<Map<String, String>> handleInfo(Object message, Map<String, String> data) {
			return switch (message) {
				case String stop when stop.equals("stop") -> stop(data);
				case RuntimeException failure -> stop(failure, data);
				case Map.Entry<?, ?> entry -> {
					this.seen.tell(entry.getValue());
					yield next(data);
				}
				default -> {
					this.seen.tell("unknown " + message);
					yield next(data);
				}
			};
		}

		@Override
		public void terminate(ExitReason reason, Map<String, String> data) {
			this.terminated.tell(reason);
		}

	}

}
