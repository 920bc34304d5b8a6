package io.triotp.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.triotp.spring.boot.page.EndpointPage;
import io.triotp.spring.boot.page.PageFile;

/**
 * The page as it was built from {@code src/main/frontend}. It may load nothing but its
 * own files, run nothing that is written into the page, and ask nobody but the server it
 * comes from.
 */
final class BundledPage implements EndpointPage {

	static final String FOLDER = "META-INF/triotp/ui/";

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
			+ "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
			+ "require-trusted-types-for 'script'; frame-ancestors ";

	private static final Map<String, String> TYPES = Map.of("index.html", "text/html;charset=UTF-8", "app.js",
			"text/javascript;charset=UTF-8", "app.css", "text/css;charset=UTF-8", "icon.svg", "image/svg+xml",
			"NOTICE.txt", "text/plain;charset=UTF-8");

	private final Map<String, PageFile> files;

	private final Map<String, String> headers;

	private BundledPage(Map<String, PageFile> files, Map<String, String> headers) {
		this.files = files;
		this.headers = headers;
	}

	/**
	 * {@return the page}
	 * @param frameAncestors who may show it in a frame, as in a content security policy
	 * @throws IllegalStateException if a file is missing
	 */
	static BundledPage load(String frameAncestors) {
		Map<String, PageFile> files = new LinkedHashMap<>();
		TYPES.forEach((name, type) -> files.put(name, PageFile.of(type, read(name))));
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Content-Security-Policy", POLICY + frameAncestors);
		headers.put("X-Content-Type-Options", "nosniff");
		headers.put("Referrer-Policy", "no-referrer");
		headers.put("Cross-Origin-Opener-Policy", "same-origin");
		headers.put("Cross-Origin-Resource-Policy", "same-origin");
		headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
		return new BundledPage(Map.copyOf(files), Map.copyOf(headers));
	}

	private static byte[] read(String name) {
		try (InputStream file = BundledPage.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
			if (file == null) {
				throw new IllegalStateException("triotp-dashboard has no " + FOLDER + name + ": its jar was changed");
			}
			return file.readAllBytes();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot read " + FOLDER + name + " of triotp-dashboard", ex);
		}
	}

	@Override
	public Optional<PageFile> file(String name) {
		return Optional.ofNullable(this.files.get(name.isEmpty() ? "index.html" : name));
	}

	@Override
	public Map<String, String> headers() {
		return this.headers;
	}

}
