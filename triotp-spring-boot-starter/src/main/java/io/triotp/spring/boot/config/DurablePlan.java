package io.triotp.spring.boot.config;

import io.triotp.durable.Durability.Mode;
import org.jspecify.annotations.Nullable;

/**
 * How the state of a server is stored.
 *
 * @param type the name of the kind of servers in the store
 * @param key which of the kind it is, {@code null} for virtual servers
 * @param store the name of the store bean
 * @param codec the name of the codec bean, {@code null} for JSON
 * @param state the class of the state
 * @param mode when handlers run
 */
record DurablePlan(String type, @Nullable String key, String store, @Nullable String codec, Class<?> state, Mode mode) {
}
