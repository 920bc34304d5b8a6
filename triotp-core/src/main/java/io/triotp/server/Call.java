package io.triotp.server;

import org.jspecify.annotations.Nullable;

/**
 * A request that is answered. Names its server and its reply, so that a reply of the
 * wrong type and a request to the wrong server do not compile.
 *
 * @param <P> the server that understands it
 * @param <R> the type of the reply
 */
public interface Call<P, R extends @Nullable Object> {

}
