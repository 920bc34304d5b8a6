package io.triotp.supervisor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PlaceTests {

	@Test
	void the_root_of_an_application_has_its_name_as_path() {
		Place root = Place.applicationMaster().child("shop");
		assertThat(root).isEqualTo(Place.of("shop")).hasToString("shop");
		assertThat(root.isApplicationMaster()).isFalse();
		assertThat(Place.applicationMaster().isApplicationMaster()).isTrue();
	}

	@Test
	void a_child_is_one_slash_further_down() {
		Place place = Place.of("shop").child("orders").child("worker");
		assertThat(place).isEqualTo(Place.of("shop/orders/worker"));
		assertThat(place.isBelowDynamic()).isFalse();
	}

	@Test
	void what_is_below_a_dynamic_supervisor_has_its_static_path() {
		Place session = Place.of("shop").child("sessions").dynamicChild("42");
		assertThat(session).isEqualTo(new Place("shop/sessions/42", "shop/sessions"));
		assertThat(session.child("cart")).isEqualTo(new Place("shop/sessions/42/cart", "shop/sessions"));
		assertThat(session.dynamicChild("cart")).isEqualTo(session.child("cart"));
		assertThat(session.isBelowDynamic()).isTrue();
	}

	@Test
	void a_path_begins_with_the_application() {
		assertThat(Place.of("shop/orders/worker").application()).isEqualTo("shop");
		assertThat(Place.of("shop").application()).isEqualTo("shop");
		assertThat(Place.applicationMaster().application()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a/b", "a\nb" })
	void what_would_spoil_a_path_is_no_part_of_one(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> Place.requirePart("It", id))
			.withMessageStartingWith("It must not be blank nor contain '/' or control characters, but is '");
	}

}
