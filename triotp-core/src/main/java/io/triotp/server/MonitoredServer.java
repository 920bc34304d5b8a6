package io.triotp.server;

import java.util.Objects;

import io.triotp.process.MonitorRef;

/**
 * A server that was started and monitored in one step.
 *
 * @param <P> the server
 * @param server the running server
 * @param monitor the monitor of the process that started it; compare it with that of the
 * {@link io.triotp.process.SystemMessage.Down}
 */
public record MonitoredServer<P>(ServerRef<P> server, MonitorRef monitor) {

	public MonitoredServer {
		Objects.requireNonNull(server, "server");
		Objects.requireNonNull(monitor, "monitor");
	}

}
