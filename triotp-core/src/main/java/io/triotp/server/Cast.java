package io.triotp.server;

/**
 * A message that gets no reply.
 *
 * @param <P> the server that handles it
 */
public interface Cast<P> {

}
