package io.triotp.spring.boot.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.triotp.durable.Durability.Mode;
import io.triotp.durable.StateId;
import io.triotp.spring.boot.TriOtpProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Plans how the state of a server is stored, and reports what is wrong with that.
 */
final class DurablePlanner {

	private static final String JSON = "io.triotp.jdbc.JacksonCodec";

	private static final String MAPPER = "tools.jackson.databind.json.JsonMapper";

	private final ChildBeans beans;

	private final ConfigurationProblems problems;

	/** Where each kind, or each server, is stored already: by store, type and key. */
	private final Map<List<String>, String> stored = new HashMap<>();

	DurablePlanner(ChildBeans beans, ConfigurationProblems problems) {
		this.beans = beans;
		this.problems = problems;
	}

	/**
	 * {@return the plan, {@code null} if its state is not stored or a problem was
	 * reported}
	 * @param property where it is written
	 * @param durable what is written
	 * @param bean the bean of the server
	 * @param id the id of the child, {@code null} for virtual servers
	 */
	@Nullable DurablePlan plan(String property, TriOtpProperties.@Nullable Durable durable, ChildBean bean, @Nullable String id) {
		if (durable == null) {
			return null;
		}
		if (bean.kind() != BeanKind.GEN_SERVER) {
			this.problems.add(property,
					"Bean '" + bean.name() + "' is no GenServer, and only that has a state to store.",
					"Remove durable, or name a GenServer bean.");
			return null;
		}
		String type = type(property + ".type", durable.type());
		String key = key(property + ".key", durable.key(), type, id);
		String store = store(property, durable.store());
		Class<?> state = this.beans.stateOf(bean);
		String codec = codec(property, durable.codec(), state);
		if (type == null || store == null || (id != null && key == null)) {
			return null;
		}
		if (codec == null && !hasJson(property, bean, state)) {
			return null;
		}
		String other = this.stored.putIfAbsent(List.of(store, type, (key != null) ? key : ""), property);
		if (other != null) {
			this.problems.add(property + ".type",
					"It is stored in the same place as " + other + ", so each of them would end the other.",
					"Give it another type, or key.");
		}
		Mode mode = (durable.mode() != null) ? durable.mode() : Mode.GATE;
		return new DurablePlan(type, key, store, codec, (state != null) ? state : Object.class, mode);
	}

	private @Nullable String type(String property, @Nullable String type) {
		if (type == null) {
			this.problems.add(property, "The kind of servers has no name in the store.",
					"Add type with a name that stays when classes are renamed, such as cart.");
			return null;
		}
		return isUsable(property, type, "any") ? type : null;
	}

	private @Nullable String key(String property, @Nullable String key, @Nullable String type, @Nullable String id) {
		if (id == null) {
			if (key != null) {
				this.problems.add(property, "Virtual servers are stored by the keys they are called by.", "Remove it.");
			}
			return null;
		}
		String found = (key != null) ? key : id;
		return (type == null || isUsable(property, type, found)) ? found : null;
	}

	private boolean isUsable(String property, String type, String key) {
		try {
			return !new StateId(type, key).toString().isEmpty();
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(property, ex.getMessage() + ".", "Choose another one.");
			return false;
		}
	}

	private @Nullable String store(String property, @Nullable String store) {
		List<String> known = this.beans.stores();
		if (store != null) {
			if (known.contains(store)) {
				return store;
			}
			this.problems.add(property + ".store", "There is no DurableStore bean named '" + store + "'.",
					ConfigurationProblems.didYouMean(store, known, "stores"));
			return null;
		}
		if (known.isEmpty()) {
			this.problems.add(property, "There is no store, so nothing can be stored.",
					"Add the dependency triotp-jdbc and a DataSource, or define a DurableStore bean.");
			return null;
		}
		if (known.size() > 1) {
			this.problems.add(property + ".store",
					"There are several stores, and it is not said which: " + String.join(", ", known) + ".",
					"Name one of them.");
			return null;
		}
		return known.get(0);
	}

	private @Nullable String codec(String property, @Nullable String codec, @Nullable Class<?> state) {
		if (codec != null) {
			List<String> all = this.beans.codecs();
			if (all.contains(codec)) {
				return codec;
			}
			this.problems.add(property + ".codec", "There is no StateCodec bean named '" + codec + "'.",
					ConfigurationProblems.didYouMean(codec, all, "codecs"));
			return null;
		}
		if (state == null) {
			return null;
		}
		List<String> fitting = this.beans.codecsOf(state);
		if (fitting.size() > 1) {
			this.problems.add(property + ".codec", "There are several codecs for " + state.getName()
					+ ", and it is not said which: " + String.join(", ", fitting) + ".", "Name one of them.");
		}
		return fitting.isEmpty() ? null : fitting.get(0);
	}

	private boolean hasJson(String property, ChildBean bean, @Nullable Class<?> state) {
		if (state == null) {
			this.problems.add(property, "Nobody can tell of which class the state of bean '" + bean.name() + "' is.",
					"Let its bean method return its class, or add codec with the name of a StateCodec bean.");
			return false;
		}
		ClassLoader loader = this.beans.classLoader();
		if (!ClassUtils.isPresent(JSON, loader) || !ClassUtils.isPresent(MAPPER, loader)) {
			this.problems.add(property,
					"There is no StateCodec bean for " + state.getName() + ", and nothing that makes JSON of it.",
					"Add the dependencies triotp-jdbc and spring-boot-starter-jackson, or define a StateCodec bean.");
			return false;
		}
		if (this.beans.hasGenericState(bean)) {
			this.problems.add(property,
					"The state of bean '" + bean.name()
							+ "' has type parameters, and JSON would not tell them: what is "
							+ "read again would be made of maps.",
					"Make it a record of its own, or add codec with the name of a StateCodec bean.");
			return false;
		}
		try {
			JsonStates.codec(state);
			return true;
		}
		catch (IllegalArgumentException ex) {
			this.problems.add(property, ex.getMessage() + ".", "Do so, or define a StateCodec bean.");
			return false;
		}
	}

}
