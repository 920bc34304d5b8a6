package io.triotp.supervisor;

/**
 * An interceptor of this library. It needs no limit, as it runs no code of a user but
 * that of the start inside.
 */
@FunctionalInterface
public interface OwnInterceptor extends StartInterceptor {

}
