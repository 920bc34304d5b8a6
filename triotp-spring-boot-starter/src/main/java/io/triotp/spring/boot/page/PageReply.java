package io.triotp.spring.boot.page;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What is answered to a request for the page. Names of files do not change with their
 * content, so browsers ask each time and are told if they have it already.
 *
 * @param status the HTTP status
 * @param headers the headers, without that of the type
 * @param contentType the type of the body, {@code null} if there is none
 * @param body the body, {@code null} if there is none
 */
record PageReply(int status, Map<String, String> headers, @Nullable String contentType, byte @Nullable [] body) {

	/** Names are relative to the page, which is a folder for them. */
	static PageReply toTheFolder() {
		return new PageReply(302, Map.of("Location", PageRequest.FOLDER + "/"), null, null);
	}

	/**
	 * {@return what to answer, empty if there is no such file}
	 * @param page the page
	 * @param request what was asked for
	 */
	static Optional<PageReply> of(EndpointPage page, PageRequest request) {
		return page.file(request.name()).map((file) -> of(page, file, request));
	}

	private static PageReply of(EndpointPage page, PageFile file, PageRequest request) {
		Map<String, String> headers = new LinkedHashMap<>(page.headers());
		headers.put("ETag", file.etag());
		headers.put("Cache-Control", "no-cache");
		headers.put("Vary", "Accept-Encoding");
		if (isKnown(request.ifNoneMatch(), file.etag())) {
			return new PageReply(304, headers, null, null);
		}
		boolean gzip = request.acceptEncoding() != null && request.acceptEncoding()
			.toLowerCase(Locale.ROOT)
			.matches(".*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
		if (gzip) {
			headers.put("Content-Encoding", "gzip");
		}
		return new PageReply(200, headers, file.contentType(), gzip ? file.compressed() : file.content());
	}

	/** On the way somebody may have made it a weak one. */
	private static boolean isKnown(@Nullable String ifNoneMatch, String etag) {
		return ifNoneMatch != null && (ifNoneMatch.contains(etag) || ifNoneMatch.strip().equals("*"));
	}

}
