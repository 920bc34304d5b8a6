package io.triotp.spring.boot.actuate;

/**
 * Holds the connections of streams, with the web framework there is.
 */
public abstract sealed class StreamTransport permits MvcStreamTransport, WebFluxStreamTransport {

	/** The header by which a browser tells what it knows when it connects again. */
	static final String LAST_EVENT_ID = "Last-Event-ID";

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
