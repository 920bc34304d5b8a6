package io.triotp.jdbc;

import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.triotp.durable.StateCodec;
import io.triotp.server.Call;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/**
 * States as JSON. Names of classes are never stored, so classes may be renamed and moved.
 *
 * @param <S> the state, usually a record
 */
public final class JacksonCodec<S> implements StateCodec<S> {

	private final JsonMapper mapper;

	/** For replies. */
	private final JsonMapper strict;

	private final ObjectWriter writer;

	private final ObjectReader reader;

	private final Class<S> type;

	private final int schema;

	/** From which version of the form each leads to the next. */
	private final Map<Integer, UnaryOperator<JsonNode>> upcasts;

	/** Of requests that were answered, by their class. */
	private final ConcurrentHashMap<Class<?>, JavaType> replies = new ConcurrentHashMap<>();

	private JacksonCodec(JsonMapper mapper, Class<S> type, int schema, Map<Integer, UnaryOperator<JsonNode>> upcasts) {
		this.mapper = mapper;
		this.strict = mapper.rebuild()
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
					DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
			.withCoercionConfig(LogicalType.Textual,
					(config) -> Stream
						.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
						.forEach((shape) -> config.setCoercion(shape, CoercionAction.Fail)))
			.build();
		this.writer = mapper.writerFor(type);
		this.reader = mapper.readerFor(type);
		this.type = type;
		this.schema = schema;
		this.upcasts = upcasts;
	}

	/**
	 * {@return a codec for states whose form has never changed: version 1}
	 * @param <S> the state
	 * @param mapper how JSON is written and read
	 * @param type the class of all states
	 * @throws IllegalArgumentException if the class has several kinds of instances, and
	 * does not say how JSON names them
	 */
	public static <S> JacksonCodec<S> of(JsonMapper mapper, Class<S> type) {
		Objects.requireNonNull(mapper, "mapper");
		Objects.requireNonNull(type, "type");
		requireNamed(type, "");
		return new JacksonCodec<>(mapper, type, 1, Map.of());
	}

	private static void requireNamed(Class<?> type, String asWhat) {
		JsonTypeInfo info = type.getAnnotation(JsonTypeInfo.class);
		if (isAbstract(type) && info == null) {
			throw new IllegalArgumentException(type.getName() + asWhat + " has several kinds of instances, so what is "
					+ "stored must say which one it is: annotate it with @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)");
		}
		if (info != null && (info.use() == JsonTypeInfo.Id.CLASS || info.use() == JsonTypeInfo.Id.MINIMAL_CLASS)) {
			throw new IllegalArgumentException(
					type.getName() + asWhat + " would have names of classes stored, which could not be "
							+ "renamed any more: annotate it with @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)");
		}
	}

	private static boolean isAbstract(Class<?> type) {
		return !type.isPrimitive() && !type.isArray() && !type.isEnum()
				&& (type.isInterface() || Modifier.isAbstract(type.getModifiers()));
	}

	/**
	 * {@return a codec for states whose form has changed once more}
	 * @param upcast makes the new form out of the one before, as JSON; called when a
	 * state is read that was stored before the change
	 */
	public JacksonCodec<S> changed(UnaryOperator<JsonNode> upcast) {
		Objects.requireNonNull(upcast, "upcast");
		Map<Integer, UnaryOperator<JsonNode>> all = new TreeMap<>(this.upcasts);
		all.put(this.schema, upcast);
		return new JacksonCodec<>(this.mapper, this.type, this.schema + 1, all);
	}

	@Override
	public int schema() {
		return this.schema;
	}

	@Override
	public byte[] encode(S state) {
		return this.writer.writeValueAsBytes(state);
	}

	/**
	 * {@inheritDoc} As the type of the reply that the class of the request names.
	 * @throws IllegalArgumentException if that has several kinds of instances, and does
	 * not say how JSON names them, or if the first reply could not be read again
	 */
	@Override
	public byte[] encodeReply(Call<?, ?> request, @Nullable Object reply) {
		JavaType known = this.replies.get(request.getClass());
		JavaType type = (known != null) ? known : replyOf(request.getClass());
		byte[] bytes = this.mapper.writerFor(type).writeValueAsBytes(reply);
		if (known == null) {
			requireReadable(request.getClass(), type, bytes);
			this.replies.put(request.getClass(), type);
		}
		return bytes;
	}

	/** With the first one, or nobody would know before somebody asks again. */
	private void requireReadable(Class<?> request, JavaType type, byte[] bytes) {
		try {
			this.strict.readerFor(type).readValue(bytes);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The reply to " + request.getName() + " could not be read again as "
					+ type.toCanonical() + ", and so not be given when the request comes again", ex);
		}
	}

	/** Strictly, as it may be the reply to a request of another kind. */
	@Override
	public @Nullable Object decodeReply(Call<?, ?> request, byte[] bytes) {
		return this.strict.readerFor(replyOf(request.getClass())).readValue(bytes);
	}

	private JavaType replyOf(Class<?> request) {
		JavaType[] parameters = this.mapper.getTypeFactory()
			.findTypeParameters(this.mapper.constructType(request), Call.class);
		JavaType reply = parameters[1];
		if (reply.hasRawClass(Object.class)) {
			throw new IllegalArgumentException(request.getName() + " does not name the type of its reply, so that what "
					+ "it is answered with could not be read: let its class say which one it is");
		}
		for (JavaType each = reply; each != null; each = each.getContentType()) {
			if (!each.isContainerType()) {
				requireNamed(each.getRawClass(), ", in the reply to " + request.getName() + ",");
			}
		}
		return reply;
	}

	@Override
	public S decode(byte[] bytes, int from) {
		if (from > this.schema || from < 1) {
			throw new IllegalStateException("A state of " + this.type.getName() + " was stored in form " + from
					+ ", but this program knows the forms 1 to " + this.schema
					+ ". A newer version of it has run with this database");
		}
		if (from == this.schema) {
			return this.reader.readValue(bytes);
		}
		JsonNode form = this.mapper.readTree(bytes);
		for (int version = from; version < this.schema; version++) {
			form = Objects.requireNonNull(this.upcasts.get(version), "upcast").apply(form);
		}
		return this.reader.readValue(form);
	}

}
