package io.triotp.process;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import io.triotp.test.ManualTime;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LinkSetTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));

	@Test
	void one_link_needs_no_set() {
		ProcessCell only = cell(1);
		Object links = LinkSet.add(null, only);
		assertThat(links).isSameAs(only);
		assertThat(LinkSet.add(links, only)).isSameAs(only);
		assertThat(LinkSet.contains(links, only)).isTrue();
		assertThat(LinkSet.remove(links, cell(2))).isSameAs(only);
		assertThat(LinkSet.remove(links, only)).isNull();
	}

	@Test
	void no_links_hold_nothing() {
		assertThat(LinkSet.toArray(null)).isEmpty();
		assertThat(LinkSet.contains(null, cell(1))).isFalse();
		assertThat(LinkSet.remove(null, cell(1))).isNull();
	}

	@Test
	void links_are_counted_and_some_of_them_shown() {
		assertThat(LinkSet.count(null)).isZero();
		assertThat(LinkSet.some(null, 5)).isEmpty();
		Object links = null;
		for (int i = 1; i <= 20; i++) {
			links = LinkSet.add(links, cell(i));
			assertThat(LinkSet.count(links)).isEqualTo(i);
			assertThat(LinkSet.some(links, 5)).hasSize(Math.min(i, 5)).doesNotHaveDuplicates();
		}
	}

	@RepeatedTest(20)
	void it_behaves_as_a_hash_set_does() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		// few distinct homes make long runs, which is where removal goes wrong
		int population = 2 + random.nextInt(200);
		ProcessCell[] cells = new ProcessCell[population];
		for (int i = 0; i < population; i++) {
			cells[i] = cell(random.nextBoolean() ? i : ((long) i << 40));
		}
		Object links = null;
		Set<ProcessCell> model = new HashSet<>();
		for (int step = 0; step < 5_000; step++) {
			ProcessCell cell = cells[random.nextInt(population)];
			if (random.nextInt(100) < ((step / 1000 % 2 == 0) ? 60 : 40)) {
				links = LinkSet.add(links, cell);
				model.add(cell);
			}
			else {
				links = LinkSet.remove(links, cell);
				model.remove(cell);
			}
			assertThat(LinkSet.contains(links, cell)).as("seed %d, step %d", seed, step)
				.isEqualTo(model.contains(cell));
			if (step % 50 == 0) {
				assertThat(LinkSet.toArray(links)).as("seed %d, step %d", seed, step)
					.containsExactlyInAnyOrderElementsOf(model);
				Object now = links;
				assertThat(cells).as("seed %d, step %d", seed, step)
					.allMatch((each) -> LinkSet.contains(now, each) == model.contains(each));
			}
		}
	}

	private ProcessCell cell(long id) {
		return new BodyCell((LocalNode) this.node, id, SpawnOptions.defaults(), null, (self) -> {
		});
	}

}
