package io.triotp.interleaving;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.node.Node;
import io.triotp.process.DeadLetterReason;
import io.triotp.process.Pid;
import io.triotp.server.CallException;
import io.triotp.server.CallResult;
import io.triotp.server.Call;
import io.triotp.server.Cast;
import io.triotp.server.From;
import io.triotp.server.GenServer;
import io.triotp.server.Next;
import io.triotp.server.ServerRef;
import io.triotp.supervisor.Supervisor;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.virtual.VirtualServers;
import io.triotp.virtual.VirtualSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Virtual servers, while they are started and let go.
 */
class VirtualInterleavingTests {

	private static VirtualServers<Notes> open(Node node, Book book) {
		VirtualServers<Notes> servers = VirtualServers.of(node, "notes", VirtualSpec.servers((key) -> new Notes(book)));
		Supervisor.start(node, "tree", SupervisorSpec.oneForOne(servers.child()));
		return servers;
	}

	@Interleaved(windows = { "the same", "another" })
	void no_message_is_lost_when_one_is_let_go_while_it_is_sent_to(Schedule schedule) {
		Node node = schedule.node();
		Book book = new Book();
		VirtualServers<Notes> servers = open(node, book);
		ServerRef<Notes> server = servers.of("key");
		server.cast(new Note(0));
		schedule.settle();
		schedule.together(() -> servers.passivate("key"), () -> {
			server.cast(new Note(1));
			server.cast(new Note(2));
			int seen = server.call(new Sum());
			assertThat(seen).isGreaterThanOrEqualTo(3);
		});
		schedule.settle();
		assertThat(book.handled).containsExactly(0, 1, 2);
		assertThat(node.view().deadLetters(DeadLetterReason.NO_PROCESS)).isZero();
		assertThat(node.view().deadLetters(DeadLetterReason.PROCESS_EXITED)).isZero();
		schedule.met((book.starts.get() == 1) ? "the same" : "another");
	}

	@Interleaved
	void each_sender_keeps_its_order_while_the_first_message_starts_it(Schedule schedule) {
		Node node = schedule.node();
		Book book = new Book();
		VirtualServers<Notes> servers = open(node, book);
		schedule.together(() -> {
			servers.of("key").cast(new Note(1));
			servers.of("key").cast(new Note(2));
			servers.of("key").cast(new Note(3));
		}, () -> {
			servers.of("key").cast(new Note(-1));
			servers.of("key").cast(new Note(-2));
		});
		schedule.settle();
		assertThat(book.handled).filteredOn((number) -> number > 0).containsExactly(1, 2, 3);
		assertThat(book.handled).filteredOn((number) -> number < 0).containsExactly(-1, -2);
		assertThat(book.starts).hasValue(1);
	}

	@Interleaved(windows = { "answered", "told" })
	void a_call_to_one_that_is_killed_is_answered_or_told(Schedule schedule) {
		Node node = schedule.node();
		Book book = new Book();
		VirtualServers<Notes> servers = open(node, book);
		ServerRef<Notes> server = servers.of("key");
		server.cast(new Note(1));
		schedule.settle();
		Pid pid = server.pid().orElseThrow();
		schedule.together(() -> node.kill(pid), () -> {
			try {
				server.call(new Sum());
				schedule.met("answered");
			}
			catch (CallException.ServerExited ex) {
				schedule.met("told");
			}
		});
		schedule.settle();
		int after = server.call(new Sum());
		assertThat(after).isGreaterThanOrEqualTo(0);
		assertThat(servers.active()).containsExactly("key");
	}

	@Interleaved
	void whoever_sends_while_the_tree_is_stopped_is_told_or_counted(Schedule schedule) {
		Node node = schedule.node();
		Book book = new Book();
		VirtualServers<Notes> servers = VirtualServers.of(node, "notes", VirtualSpec.servers((key) -> new Notes(book)));
		Supervisor tree = Supervisor.start(node, "tree", SupervisorSpec.oneForOne(servers.child()));
		boolean[] ended = new boolean[1];
		schedule.together(tree::stop, () -> {
			servers.of("key").cast(new Note(1));
			try {
				servers.of("key").call(new Sum());
			}
			catch (CallException ex) {
				// The tree was faster.
			}
			ended[0] = true;
		});
		schedule.settle();
		assertThat(ended[0]).isTrue();
		long lost = node.view().deadLetters(DeadLetterReason.NO_PROCESS)
				+ node.view().deadLetters(DeadLetterReason.PROCESS_EXITED);
		assertThat(book.handled.contains(1) || lost >= 1).isTrue();
	}

	/**
	 * What all incarnations of all keys have handled, in order, and how many there were.
	 */
	static final class Book {

		private final List<Integer> handled = new ArrayList<>();

		private final AtomicInteger starts = new AtomicInteger();

	}

	record Note(int number) implements Cast<Notes> {
	}

	record Sum() implements Call<Notes, Integer> {
	}

	static final class Notes implements GenServer<Integer, Sum, Note> {

		private final Book book;

		Notes(Book book) {
			this.book = book;
		}

		@Override
		public Integer init() {
			this.book.starts.incrementAndGet();
			return 0;
		}

		@Override
		public CallResult<Integer> handleCall(Sum sum, From from, Integer state) {
			return reply(sum, this.book.handled.stream().mapToInt(Integer::intValue).sum(), state);
		}

		@Override
		public Next<Integer> handleCast(Note note, Integer state) {
			this.book.handled.add(note.number());
			return next(state + 1);
		}

	}

}
