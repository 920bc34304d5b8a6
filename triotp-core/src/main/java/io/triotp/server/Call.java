package io.triotp.server;

import org.jspecify.annotations.Nullable;

/**
 * A request that gets a reply. It names its server and the type of its reply, so a reply
 * of the wrong type or a request to the wrong server does not compile.
 *
 * @param <P> the server that handles it
 * @param <R> the type of the reply
 */
public interface Call<P, R extends @Nullable Object> {

}
