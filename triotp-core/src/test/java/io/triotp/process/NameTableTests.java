package io.triotp.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import io.triotp.testing.Gate;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class NameTableTests {

	private final Processes node = LocalNode.create();

	private final Gate end = new Gate();

	private final NameTable table = new NameTable();

	@AfterEach
	void close() {
		this.node.close();
	}

	private ProcessCell process() {
		return (ProcessCell) this.node.spawn((self) -> this.end.pass());
	}

	@Test
	void holds_what_a_map_would_hold_whatever_comes_and_goes() {
		Random random = new Random(11);
		List<ProcessCell> processes = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			processes.add(process());
		}
		Map<String, ProcessCell> expected = new HashMap<>();
		for (int i = 0; i < 50_000; i++) {
			String name = "name-" + random.nextInt(200);
			ProcessCell process = processes.get(random.nextInt(processes.size()));
			switch (random.nextInt(5)) {
				case 0, 1 -> {
					if (!expected.containsKey(name)) {
						this.table.register(name, process);
						expected.put(name, process);
					}
				}
				case 2, 3 -> assertThat(this.table.unregister(name)).as(name).isEqualTo(expected.remove(name) != null);
				default -> {
					this.table.release(process);
					expected.values().removeIf((holder) -> holder == process);
					process.names = null;
				}
			}
			assertThat(this.table.get(name)).as(name).isSameAs(expected.get(name));
		}
		for (int i = 0; i < 200; i++) {
			assertThat(this.table.get("name-" + i)).isSameAs(expected.get("name-" + i));
		}
		expected.forEach((name, holder) -> assertThat(holder.nameList()).contains(name));
	}

	@Test
	void a_name_that_stays_is_found_while_others_come_and_go() throws Throwable {
		ProcessCell stays = process();
		ProcessCell other = process();
		this.table.register("stays", stays);
		AtomicBoolean over = new AtomicBoolean();
		Future<Integer> misses = Probe.async(() -> {
			int missed = 0;
			while (!over.get()) {
				missed += (this.table.get("stays") != stays) ? 1 : 0;
			}
			return missed;
		});
		for (int i = 0; i < 100_000; i++) {
			this.table.register("comes-" + i, other);
			this.table.unregister("comes-" + i);
		}
		over.set(true);
		assertThat(Probe.get(misses)).isZero();
	}

	@Test
	void the_name_of_one_that_is_on_its_way_out_can_be_taken_and_is_not_given_back_by_it() {
		ProcessCell dying = process();
		ProcessCell heir = process();
		this.table.register("first", dying);
		this.table.register("second", dying);
		this.node.kill(dying);
		this.table.register("first", heir);
		this.table.release(dying);
		assertThat(this.table.get("first")).isSameAs(heir);
		assertThat(this.table.get("second")).isNull();
	}

	@Test
	void a_table_that_cannot_grow_has_no_name_half_made() {
		NameTable full = new NameTable((entries) -> {
			throw new OutOfMemoryError("test");
		});
		ProcessCell process = process();
		ProcessCell other = process();
		full.register("first", process);
		full.register("second", process);
		int names = 2;
		while (canRegister(full, "name-" + names, other)) {
			names++;
		}
		assertThat(canRegister(full, "third", process)).isFalse();
		assertThat(full.namesOf(process)).containsExactly("first", "second");
		assertThat(full.unregister("second")).isTrue();
		assertThat(full.namesOf(process)).containsExactly("first");
		assertThat(canRegister(full, "third", process)).isFalse();
		assertThat(full.unregister("first")).isTrue();
		assertThat(full.namesOf(process)).isEmpty();
		assertThat(full.namesOf(other)).hasSize(names - 2);
	}

	private static boolean canRegister(NameTable table, String name, ProcessCell process) {
		try {
			table.register(name, process);
			return true;
		}
		catch (OutOfMemoryError ex) {
			return false;
		}
	}

	@Test
	@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void two_hundred_thousand_names_of_one_process_come_and_go_in_linear_time() {
		ProcessCell many = process();
		for (int i = 0; i < 200_000; i++) {
			this.table.register("name-" + i, many);
		}
		assertThat(many.nameList()).hasSize(200_000).startsWith("name-0", "name-1").endsWith("name-199999");
		for (int i = 0; i < 100_000; i++) {
			this.table.unregister("name-" + i);
		}
		assertThat(many.nameList()).hasSize(100_000).startsWith("name-100000");
		assertThat(this.table.get("name-100000")).isSameAs(many);
		this.table.release(many);
		assertThat(this.table.get("name-100000")).isNull();
		assertThat(this.table.get("name-199999")).isNull();
	}

}
