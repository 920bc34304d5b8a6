package io.triotp.process;

import java.time.Duration;
import java.util.List;

/**
 * A process that has been working on one message for longer than
 * {@linkplain NodeOptions#wedgedAfter() is usual}.
 *
 * @param pid the process
 * @param path the path of the process in its tree, or its class if it has no label
 * @param behaviour the class of its code
 * @param message what reports call the message: mostly the name of its class;
 * {@code init} or {@code terminate} while it is in one of these
 * @param working how long it has been working on it, within about half a second
 * @param waitsFor the process it waits for, if any, followed by whom that waits for, and
 * so on
 */
public record WedgedHandler(Pid pid, String path, Class<?> behaviour, String message, Duration working,
		List<Pid> waitsFor) {

	public WedgedHandler {
		waitsFor = List.copyOf(waitsFor);
	}

}
