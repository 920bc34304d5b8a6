package io.triotp.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * States as JSON.
 */
class JacksonCodecTests {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static byte[] json(String text) {
		return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void a_record_is_stored_and_read_without_the_name_of_its_class() {
		JacksonCodec<Basket> codec = JacksonCodec.of(MAPPER, Basket.class);
		byte[] bytes = codec.encode(new Basket(List.of("book", "pen"), "alice"));
		assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("book").doesNotContain("Basket");
		assertThat(codec.decode(bytes, 1)).isEqualTo(new Basket(List.of("book", "pen"), "alice"));
	}

	@Test
	void a_sealed_state_is_stored_with_the_name_that_it_says() {
		JacksonCodec<Order> codec = JacksonCodec.of(MAPPER, Order.class);
		byte[] bytes = codec.encode(new Sent("parcel 7"));
		assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("\"sent\"").doesNotContain("JacksonCodecTests");
		assertThat(codec.decode(bytes, 1)).isEqualTo(new Sent("parcel 7"));
	}

	@Test
	void a_state_of_several_kinds_that_does_not_say_how_they_are_named_is_refused() {
		assertThatIllegalArgumentException().isThrownBy(() -> JacksonCodec.of(MAPPER, Nameless.class))
			.withMessageContaining("@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)");
	}

	@Test
	void names_of_classes_are_refused() {
		assertThatIllegalArgumentException().isThrownBy(() -> JacksonCodec.of(MAPPER, ByClass.class))
			.withMessageContaining("names of classes");
	}

	@Test
	void an_older_form_is_brought_up_step_by_step() {
		JacksonCodec<Basket> codec = JacksonCodec.of(MAPPER, Basket.class).changed((old) -> {
			ObjectNode node = (ObjectNode) old;
			node.set("items", node.remove("things"));
			return node;
		}).changed((old) -> ((ObjectNode) old).put("owner", "nobody"));
		assertThat(codec.schema()).isEqualTo(3);
		Basket expected = new Basket(List.of("book"), "nobody");
		assertThat(codec.decode(json("{'things':['book']}"), 1)).isEqualTo(expected);
		assertThat(codec.decode(json("{'items':['book']}"), 2)).isEqualTo(expected);
		assertThat(codec.decode(codec.encode(expected), 3)).isEqualTo(expected);
	}

	@Test
	void a_newer_form_is_refused_and_the_reason_told() {
		JacksonCodec<Basket> codec = JacksonCodec.of(MAPPER, Basket.class);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> codec.decode(json("{}"), 2))
			.withMessageContaining("stored in form 2, but this program knows the forms 1 to 1");
	}

	record Basket(List<String> items, String owner) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes({ @JsonSubTypes.Type(value = Open.class, name = "open"),
			@JsonSubTypes.Type(value = Sent.class, name = "sent") })
	sealed interface Order {

	}

	record Open(int items) implements Order {
	}

	record Sent(String parcel) implements Order {
	}

	sealed interface Nameless {

	}

	record Only() implements Nameless {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	sealed interface ByClass {

	}

	record Once() implements ByClass {
	}

}
