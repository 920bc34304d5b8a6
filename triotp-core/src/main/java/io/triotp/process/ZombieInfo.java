package io.triotp.process;

import java.time.Duration;
import java.util.Optional;

/**
 * A process that was killed while its code was running, and whose code has not returned.
 *
 * @param pid the process, which has ended
 * @param path its path in the tree, or its class if it had no label
 * @param behaviour the class of its code
 * @param message the class of the message its code is working on, if known
 * @param age how long ago it was killed
 */
public record ZombieInfo(Pid pid, String path, Class<?> behaviour, Optional<Class<?>> message, Duration age) {
}
