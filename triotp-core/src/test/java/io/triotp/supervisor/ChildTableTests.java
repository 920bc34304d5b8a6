package io.triotp.supervisor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.triotp.process.LocalNode;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChildTableTests {

	private final Processes node = LocalNode.create();

	private final Pid supervisor = pid();

	private final ChildTable table = new ChildTable(this.supervisor);

	@AfterEach
	void close() {
		this.node.close();
	}

	private Pid pid() {
		return this.node.spawn((self) -> {
		});
	}

	private static Child child(int number) {
		return new Child(ChildSpec.task("child-" + number, () -> {
		}));
	}

	@Test
	void holds_what_a_map_would_hold_whatever_comes_and_goes() {
		Random random = new Random(7);
		Map<Pid, Child> expected = new HashMap<>();
		List<Pid> known = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			boolean growing = (i / 2_000) % 2 == 0;
			if (known.isEmpty() || random.nextInt(10) < (growing ? 8 : 2)) {
				Pid pid = pid();
				Child child = child(i);
				this.table.put(pid, child);
				expected.put(pid, child);
				known.add(pid);
			}
			else {
				Pid gone = known.remove(random.nextInt(known.size()));
				assertThat(this.table.remove(gone)).isSameAs(expected.remove(gone));
				assertThat(this.table.get(gone)).isNull();
				assertThat(this.table.remove(gone)).isNull();
			}
			assertThat(this.table.size()).isEqualTo(expected.size());
		}
		expected.forEach((pid, child) -> assertThat(this.table.get(pid)).isSameAs(child));
		assertThat(this.table.stream()).containsExactlyInAnyOrderElementsOf(expected.values());
	}

	@Test
	void a_pid_put_twice_counts_once() {
		Pid pid = pid();
		Child later = child(2);
		this.table.put(pid, child(1));
		this.table.put(pid, later);
		assertThat(this.table.size()).isEqualTo(1);
		assertThat(this.table.get(pid)).isSameAs(later);
	}

	@Test
	void who_looks_while_it_grows_and_shrinks_sees_all_that_stay() {
		List<Child> stay = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			Child child = child(i);
			stay.add(child);
			this.table.put(pid(), child);
		}
		for (int i = 0; i < 1_000; i++) {
			Pid passing = pid();
			var looking = this.table.stream().iterator();
			List<Child> seen = new ArrayList<>();
			seen.add(looking.next());
			this.table.put(passing, child(-1));
			this.table.remove(passing);
			looking.forEachRemaining(seen::add);
			assertThat(seen).containsAll(stay);
		}
	}

	@Test
	void is_empty_when_cleared() {
		Pid pid = pid();
		this.table.put(pid, child(1));
		this.table.clear();
		assertThat(this.table.size()).isZero();
		assertThat(this.table.get(pid)).isNull();
		assertThat(this.table.stream()).isEmpty();
	}

}
