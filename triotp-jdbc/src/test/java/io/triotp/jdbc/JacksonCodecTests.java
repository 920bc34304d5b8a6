package io.triotp.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.triotp.server.Call;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
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

	@Test
	void a_reply_is_stored_and_read_as_its_request_says() {
		JacksonCodec<Basket> codec = JacksonCodec.of(MAPPER, Basket.class);
		Basket basket = new Basket(List.of("book"), "alice");
		assertThat(codec.decodeReply(new Look(), codec.encodeReply(new Look(), basket))).isEqualTo(basket);
		List<Order> orders = List.of(new Open(3), new Sent("parcel 7"));
		assertThat(codec.decodeReply(new Orders(), codec.encodeReply(new Orders(), orders))).isEqualTo(orders);
		assertThat(codec.decodeReply(new Tell(), codec.encodeReply(new Tell(), null))).isNull();
		assertThat(new String(codec.encodeReply(new Orders(), orders), StandardCharsets.UTF_8))
			.doesNotContain("JacksonCodecTests");
	}

	@Test
	void a_reply_that_could_not_be_read_again_is_refused_when_it_is_stored() {
		JacksonCodec<Basket> codec = JacksonCodec.of(MAPPER, Basket.class);
		assertThatIllegalArgumentException().isThrownBy(() -> codec.encodeReply(new Vague(), new Only()))
			.withMessageContaining("Nameless, in the reply to " + Vague.class.getName() + ", has several kinds");
		assertThatIllegalArgumentException().isThrownBy(() -> codec.encodeReply(new Anything<String>(), "text"))
			.withMessageContaining("does not name the type of its reply");
		assertThatIllegalArgumentException().isThrownBy(() -> codec.encodeReply(new Known(), new Once()))
			.withMessageContaining("names of classes");
	}

	@Test
	void a_reply_that_does_not_say_what_is_in_it_is_refused_with_the_first_one() {
		JacksonCodec<Basket> codec = JacksonCodec.of(MAPPER, Basket.class);
		assertThatIllegalArgumentException().isThrownBy(() -> codec.encodeReply(new Hidden(), new Box(new Only())))
			.withMessageContaining("could not be read again");
	}

	@Test
	void the_reply_to_another_request_is_not_read() {
		JacksonCodec<Basket> codec = JacksonCodec.of(MAPPER, Basket.class);
		byte[] number = codec.encodeReply(new Number(), 5);
		byte[] open = codec.encodeReply(new Orders(), List.of(new Open(3)));
		byte[] basket = codec.encodeReply(new Look(), new Basket(List.of(), "alice"));
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> codec.decodeReply(new Text(), number));
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> codec.decodeReply(new Number(), json("'5'")));
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> codec.decodeReply(new Look(), open));
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> codec.decodeReply(new Paid(), basket));
	}

	record Box(Nameless inside) {
	}

	record Hidden() implements Ask<Box> {
	}

	record Text() implements Ask<String> {
	}

	record Number() implements Ask<Integer> {
	}

	record Receipt(long cents) {
	}

	record Paid() implements Ask<Receipt> {
	}

	/** Their type comes by a way round, as that of most requests. */
	interface Ask<R> extends Call<Object, R> {

	}

	record Look() implements Ask<Basket> {
	}

	record Orders() implements Ask<List<Order>> {
	}

	record Tell() implements Ask<Void> {
	}

	record Vague() implements Ask<List<Nameless>> {
	}

	record Known() implements Ask<ByClass> {
	}

	record Anything<R>() implements Ask<R> {
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
