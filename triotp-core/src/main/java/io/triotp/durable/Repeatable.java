package io.triotp.durable;

/**
 * A call or cast that may come more than once, because who has sent it does not know what
 * became of it. A durable server handles it once: a call that comes again gets the first
 * reply, a cast that comes again is done already. Implemented by the message, such as
 *
 * <pre class="code">
 * record Pay(RequestId requestId, long cents) implements Call&lt;Account, Receipt&gt;, Repeatable {
 * }
 * </pre>
 *
 * <p>
 * That it was handled is stored together with the state, and remembered for
 * {@link StoreOptions#rememberRequests()}, 1,000 requests of a server at most. Such a
 * call must be answered by the handler itself, since what is answered later rests on no
 * state; else the server ends with an error, and nothing is stored. An exception that the
 * handler answers with ({@code raise}) is not remembered, and so must leave the state as
 * it was.
 */
public interface Repeatable {

	/**
	 * {@return which request it is} Asked by the process of the server.
	 */
	RequestId requestId();

}
