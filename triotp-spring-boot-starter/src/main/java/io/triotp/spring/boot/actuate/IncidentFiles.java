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

	/** Files are never changed, so each has to be read once; nothing if it cannot be. */
	private final Map<String, Optional<IncidentHead>> read = new ConcurrentHashMap<>();

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
		Path written = this.directory.resolve(name + ".tmp");
		try {
			Files.createDirectories(this.directory);
			makeRoom();
			try {
				Files.writeString(written, Json.of(incident));
				Files.move(written, this.directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
			}
			finally {
				Files.deleteIfExists(written);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void makeRoom() throws IOException {
		for (String old : names().stream().skip(IncidentsDescriptor.CAPACITY - 1).toList()) {
			Files.deleteIfExists(this.directory.resolve(old));
			this.read.remove(old);
			this.own.remove(old);
		}
	}

	@Override
	public List<IncidentHead> earlier() {
		return foreign().stream()
			.limit(IncidentsDescriptor.CAPACITY)
			.flatMap((name) -> this.read.computeIfAbsent(name, this::head).stream())
			.toList();
	}

	@Override
	public Optional<IncidentDescriptor> find(String id) {
		return foreign().stream().filter((name) -> id(name).equals(id)).findFirst().flatMap(this::read);
	}

	private Optional<IncidentHead> head(String name) {
		return read(name).map(IncidentHead::of);
	}

	/** Also of another version, or of somebody else. */
	private Optional<IncidentDescriptor> read(String name) {
		try {
			IncidentDescriptor incident = Json
				.read(Files.readString(this.directory.resolve(name)), IncidentDescriptor.class)
				.named(id(name));
			IncidentHead.of(incident);
			incident.toText();
			return Optional.of(incident);
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("The incident in '{}' cannot be read, is it of another version? {}",
					this.directory.resolve(name).toAbsolutePath(), ex.toString());
			return Optional.empty();
		}
	}

	private String id(String name) {
		return name.substring(this.prefix.length(), name.length() - EXTENSION.length());
	}

	/** Those of earlier runs; none if the directory cannot be read any more. */
	private List<String> foreign() {
		try {
			return names().stream().filter((name) -> !this.own.contains(name)).toList();
		}
		catch (IOException | UncheckedIOException ex) {
			logger.warn("The incidents of earlier runs in '{}' cannot be read: {}", this.directory.toAbsolutePath(),
					ex.toString());
			return List.of();
		}
	}

	/** Newest first. */
	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.startsWith(this.prefix) && name.endsWith(EXTENSION))
				.filter((name) -> id(name).matches("\\d{8}T\\d{6}\\.\\d{3}Z-i\\d+"))
				.sorted(Comparator.reverseOrder())
				.toList();
		}
	}

}
