package io.triotp.spring.boot.page;

import java.util.Map;
import java.util.Optional;

/**
 * A page that is shown below the endpoint, at {@code ui/}, to whoever may see the
 * endpoint. A bean of this type is shown; {@code triotp-dashboard} has one.
 */
public interface EndpointPage {

	/**
	 * {@return a file of the page, empty if there is none of that name} Called by threads
	 * of the server.
	 * @param name its name, empty for the page itself
	 */
	Optional<PageFile> file(String name);

	/**
	 * {@return the headers of each answer, such as {@code Content-Security-Policy}}
	 */
	Map<String, String> headers();

}
