package io.triotp.spring.boot.actuate;

import java.util.Map;

/**
 * Holds the connections of streams, with the web framework there is.
 */
public abstract sealed class StreamTransport permits MvcStreamTransport, WebFluxStreamTransport {

	/** The header by which a browser tells what it knows when it connects again. */
	static final String LAST_EVENT_ID = "Last-Event-ID";

	/**
	 * The headers of a stream, for those on the way to the client: nginx would hand it
	 * over in lumps, and nobody may keep it.
	 */
	static final Map<String, String> HEADERS = Map.of("X-Accel-Buffering", "no", "Cache-Control", "no-store");

	StreamTransport() {
	}

	/**
	 * {@return what an operation answers with to have a stream}
	 * @param streams where it is opened
	 * @param request what the client wants
	 */
	abstract Object open(EventStreams streams, StreamRequest request);

	/**
	 * {@return what an operation answers with if there is no room for a stream}
	 * @param why what the client is told
	 */
	abstract Object refuse(ErrorDescriptor why);

}
