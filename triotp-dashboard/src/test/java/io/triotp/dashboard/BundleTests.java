package io.triotp.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is in the bundle. That it is the bundle of its source, CI sees by building it. */
class BundleTests {

	/** With everything that is loaded before something is seen. */
	private static final int BUDGET = 62_000;

	@Test
	void scriptIsSmall() throws IOException {
		assertThat(compressed("app.js")).isLessThanOrEqualTo(60_000);
		assertThat(compressed("app.js") + compressed("app.css") + compressed("index.html")).isLessThan(BUDGET);
	}

	@Test
	void itLoadsNothingFromElsewhere() throws IOException {
		for (String file : List.of("index.html", "app.js", "app.css")) {
			assertThat(text(file).replace("http://www.w3.org/", "")).as(file).doesNotContainPattern("https?://");
		}
	}

	@Test
	void nothingIsWrittenIntoThePageThatRuns() throws IOException {
		assertThat(text("index.html")).doesNotContainPattern("<script(?![^>]* src=)")
			.doesNotContain("<style", "style=", "onload=", "href=\"/", "src=\"/");
		assertThat(text("app.js")).doesNotContain("eval(", "new Function(", "document.write", "insertAdjacentHTML");
	}

	@Test
	void theLicencesOfWhatIsInItAreInIt() throws IOException {
		assertThat(text("NOTICE.txt")).contains("preact ", "@preact/signals ", "@preact/signals-core ", "uplot ",
				"d3-hierarchy ", "Permission is hereby granted", "Permission to use, copy, modify");
	}

	private static int compressed(String file) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(text(file).getBytes(StandardCharsets.UTF_8));
		}
		return bytes.size();
	}

	private static String text(String file) throws IOException {
		try (InputStream in = BundledPage.class.getClassLoader().getResourceAsStream(BundledPage.FOLDER + file)) {
			assertThat(in).as(file).isNotNull();
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
