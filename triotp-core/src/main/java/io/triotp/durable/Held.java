package io.triotp.durable;

import java.util.List;

import io.triotp.process.Outlet;

/**
 * What one handler has answered and sent, which waits for a state to be committed.
 *
 * @param version the version of the state it rests on
 * @param outputs answers and messages, in order
 */
record Held(long version, List<Outlet.Output> outputs) {
}
