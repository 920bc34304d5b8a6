package io.triotp.server;

/**
 * A message that is not answered.
 *
 * @param <P> the server that understands it
 */
public interface Cast<P> {

}
