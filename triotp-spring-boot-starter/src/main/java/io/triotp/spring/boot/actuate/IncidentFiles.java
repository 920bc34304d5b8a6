package io.triotp.spring.boot.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.triotp.spring.boot.view.IncidentDescriptor;
import io.triotp.spring.boot.view.IncidentStore;
import io.triotp.spring.boot.view.IncidentsDescriptor;
import io.triotp.spring.boot.view.IncidentsDescriptor.IncidentHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each incident into a file of its own, as JSON, and reads those of earlier runs.
 * The last {@value IncidentsDescriptor#CAPACITY} of a node are kept, whoever wrote them.
 */
public final class IncidentFiles implements IncidentStore {

	private static final Logger logger = LoggerFactory.getLogger(IncidentFiles.class);

	private static final String EXTENSION = ".json";

	/** Sorts as time does. */
	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'")
		.withZone(ZoneOffset.UTC);

	private final Path directory;

	private final String prefix;

	/** The files of this run. */
	private final Set<String> own = ConcurrentHashMap.newKeySet();

	/** Files are never changed, so each has to be read once. */
	private final Map<String, IncidentHead> read = new ConcurrentHashMap<>();

	/**
	 * Create a new instance.
	 * @param directory where the files are; made if it is not there
	 * @param node the name of the node, which the names of its files begin with
	 * @throws IllegalArgumentException if files cannot be written there
	 */
	public IncidentFiles(Path directory, String node) {
		this.directory = Objects.requireNonNull(directory, "directory");
		this.prefix = "triotp-" + Objects.requireNonNull(node, "node").replaceAll("[^A-Za-z0-9_-]", "_") + "-";
		requireJson();
		try {
			Files.createDirectories(directory);
			Files.delete(Files.createTempFile(directory, this.prefix, ".tmp"));
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("Incidents cannot be written into '" + directory.toAbsolutePath() + "' ("
					+ ex.getClass().getSimpleName() + "). Name a directory in which this process may make files "
					+ "with management.endpoint.triotp.incidents.directory, or leave it out to keep them in memory only",
					ex);
		}
	}

	private static void requireJson() {
		try {
			Json.of("");
		}
		catch (NoClassDefFoundError ex) {
			throw new IllegalArgumentException("Incidents cannot be written into files without Jackson 3. "
					+ "Add it, or leave out management.endpoint.triotp.incidents.directory", ex);
		}
	}

	@Override
	public void keep(IncidentDescriptor incident) {
		String name = this.prefix + TIME.format(incident.at()) + "-" + incident.id() + EXTENSION;
		this.own.add(name);
		try {
			Path written = Files.createTempFile(this.directory, this.prefix, ".tmp");
			Files.writeString(written, Json.of(incident));
			Files.move(written, this.directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
			for (String old : names().stream().skip(IncidentsDescriptor.CAPACITY).toList()) {
				Files.deleteIfExists(this.directory.resolve(old));
				this.read.remove(old);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public List<IncidentHead> earlier() {
		return names().stream()
			.filter((name) -> !this.own.contains(name))
			.limit(IncidentsDescriptor.CAPACITY)
			.flatMap((name) -> head(name).stream())
			.toList();
	}

	@Override
	public Optional<IncidentDescriptor> find(String id) {
		return names().stream()
			.filter((name) -> !this.own.contains(name) && id(name).equals(id))
			.findFirst()
			.flatMap(this::read);
	}

	private Optional<IncidentHead> head(String name) {
		IncidentHead known = this.read.get(name);
		if (known != null) {
			return Optional.of(known);
		}
		Optional<IncidentHead> head = read(name).map(IncidentHead::of);
		head.ifPresent((each) -> this.read.put(name, each));
		return head;
	}

	private Optional<IncidentDescriptor> read(String name) {
		try {
			return Optional.of(Json.read(Files.readString(this.directory.resolve(name)), IncidentDescriptor.class)
				.named(id(name)));
		}
		catch (IOException | IllegalArgumentException ex) {
			logger.warn("The incident in '{}' cannot be read, is it of another version? {}",
					this.directory.resolve(name).toAbsolutePath(), ex.toString());
			return Optional.empty();
		}
	}

	private String id(String name) {
		return name.substring(this.prefix.length(), name.length() - EXTENSION.length());
	}

	/** Newest first. */
	private List<String> names() {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.startsWith(this.prefix) && name.endsWith(EXTENSION))
				.filter((name) -> id(name).matches("\\d{8}T\\d{6}\\.\\d{3}Z-i\\d+"))
				.sorted(Comparator.reverseOrder())
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
