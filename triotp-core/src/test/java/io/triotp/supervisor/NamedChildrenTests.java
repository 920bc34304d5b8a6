package io.triotp.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NamedChildrenTests {

	private final NamedChildren children = new NamedChildren();

	private static Child child(String name) {
		return new Child(ChildSpec.worker("id", (context) -> {
			throw new AssertionError("nothing is started here");
		}).name(name));
	}

	@Test
	void each_is_found_by_its_name_whoever_else_has_gone() {
		SplittableRandom random = new SplittableRandom(1);
		List<Child> present = new ArrayList<>();
		List<Child> gone = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			if (random.nextInt(5) < 3 || present.isEmpty()) {
				Child added = child("n" + i);
				this.children.add(added);
				present.add(added);
			}
			else {
				Child removed = present.remove(random.nextInt(present.size()));
				this.children.remove(removed);
				gone.add(removed);
			}
		}
		assertThat(present).allMatch((each) -> this.children.get(each.name()) == each);
		assertThat(gone).allMatch((each) -> this.children.get(each.name()) == null);
		present.forEach(this.children::remove);
		assertThat(present).allMatch((each) -> this.children.get(each.name()) == null);
	}

	@Test
	void one_without_a_name_is_not_among_them() {
		Child nameless = child(null);
		this.children.add(nameless);
		this.children.remove(nameless);
		assertThat(this.children.get("n")).isNull();
	}

	@Test
	void who_has_the_name_now_is_not_removed_with_who_had_it() {
		Child before = child("n");
		Child after = child("n");
		this.children.add(before);
		this.children.add(after);
		this.children.remove(before);
		assertThat(this.children.get("n")).isSameAs(after);
		this.children.clear();
		assertThat(this.children.get("n")).isNull();
	}

}
