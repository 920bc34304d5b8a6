package io.triotp.supervisor;

import java.util.ArrayList;
import java.util.List;

import io.triotp.process.LocalNode;
import io.triotp.process.Pid;
import io.triotp.process.PlainProcess;
import io.triotp.process.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The children of a supervisor, in start order.
 */
class ChildrenTests {

	private final Children children = new Children(List.of(child("a"), child("b"), child("c")));

	private static Child child(String id) {
		return new Child(ChildSpec.process(id, PlainProcess::receive));
	}

	private List<String> ids() {
		return this.children.stream().map(Child::id).toList();
	}

	@Test
	void those_that_are_left_stay_in_order_and_a_new_one_comes_last() {
		this.children.remove(List.of(this.children.get("b")));
		assertThat(ids()).containsExactly("a", "c");
		this.children.add(child("b"));
		assertThat(ids()).containsExactly("a", "c", "b");
		assertThat(this.children.size()).isEqualTo(3);
		assertThat(this.children.get("b").id()).isEqualTo("b");
		assertThat(this.children.from(this.children.get("c"))).extracting(Child::id).containsExactly("c", "b");
	}

	@Test
	void one_that_was_removed_does_not_take_another_of_the_same_id_along() {
		Child first = this.children.get("a");
		this.children.remove(List.of(first));
		Child second = child("a");
		this.children.add(second);
		this.children.remove(List.of(first));
		assertThat(this.children.get("a")).isSameAs(second);
	}

	@Test
	void one_is_found_by_its_process_while_it_has_it() {
		Child a = this.children.get("a");
		try (Processes node = LocalNode.create()) {
			Pid pid = node.spawn((self) -> {
			});
			assertThat(this.children.withPid(pid)).isNull();
			this.children.occupy(pid, a);
			assertThat(this.children.withPid(pid)).isSameAs(a);
			this.children.vacate(pid);
			assertThat(this.children.withPid(pid)).isNull();
		}
	}

	@Test
	void each_is_found_by_its_id_however_many_come_and_go() {
		for (int i = 0; i < 100; i++) {
			this.children.add(child("more-" + i));
			this.children.remove(List.of(this.children.get("more-" + (i * 7 % (i + 1)))));
			this.children.add(child("more-" + (i * 7 % (i + 1))));
		}
		assertThat(ids()).hasSize(103).doesNotHaveDuplicates().startsWith("a", "b", "c");
		assertThat(ids()).allSatisfy((id) -> assertThat(this.children.get(id).id()).isEqualTo(id));
		this.children.remove(this.children.all().subList(1, 103));
		assertThat(this.children.all()).containsExactly(this.children.get("a"));
		assertThat(this.children.get("b")).isNull();
		assertThat(this.children).hasToString("[a]");
	}

	@Test
	@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void two_hundred_thousand_come_and_go_one_by_one_in_linear_time() {
		List<Child> many = new ArrayList<>();
		for (int i = 0; i < 200_000; i++) {
			many.add(child("child-" + i));
			this.children.add(many.get(i));
		}
		assertThat(this.children.size()).isEqualTo(200_003);
		many.forEach((each) -> this.children.remove(List.of(each)));
		assertThat(ids()).containsExactly("a", "b", "c");
	}

}
