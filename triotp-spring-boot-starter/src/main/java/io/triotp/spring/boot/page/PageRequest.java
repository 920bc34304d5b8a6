package io.triotp.spring.boot.page;

import org.jspecify.annotations.Nullable;

/**
 * A request for the page.
 *
 * @param name the name of the file, empty for the page itself
 * @param ifNoneMatch which version the client has, if it says so
 * @param acceptEncoding which encodings it takes, if it says so
 */
record PageRequest(String name, @Nullable String ifNoneMatch, @Nullable String acceptEncoding) {

	/** Where the page is below the endpoint. */
	static final String FOLDER = "ui";

}
