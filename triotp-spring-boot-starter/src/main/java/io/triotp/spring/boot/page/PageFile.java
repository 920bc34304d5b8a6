package io.triotp.spring.boot.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/**
 * A file of a page, in memory.
 */
public final class PageFile {

	private final String contentType;

	private final byte[] content;

	private final byte[] compressed;

	private final String etag;

	private PageFile(String contentType, byte[] content) {
		this.contentType = contentType;
		this.content = content;
		this.compressed = compress(content);
		this.etag = "\"" + HexFormat.of().formatHex(sha256(content), 0, 8) + "\"";
	}

	/**
	 * {@return a file}
	 * @param contentType what it is, such as {@code text/css;charset=UTF-8}
	 * @param content its bytes, which are not copied
	 */
	public static PageFile of(String contentType, byte[] content) {
		Objects.requireNonNull(contentType, "contentType");
		Objects.requireNonNull(content, "content");
		return new PageFile(contentType, content);
	}

	String contentType() {
		return this.contentType;
	}

	/** Changes when a byte of the content does. */
	String etag() {
		return this.etag;
	}

	byte[] content() {
		return this.content;
	}

	byte[] compressed() {
		return this.compressed;
	}

	private static byte[] compress(byte[] content) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2);
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	private static byte[] sha256(byte[] content) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(content);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

}
