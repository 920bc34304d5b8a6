package io.triotp.process;

/**
 * A mailbox that has passed the high-water mark of its node and has not fallen below half
 * of it since.
 *
 * @param pid the process that owns it
 * @param path the path of the process in its tree, or its class if it has no label
 * @param behaviour the class of the code of the process
 * @param size how many messages wait
 */
public record HighMailbox(Pid pid, String path, Class<?> behaviour, int size) {
}
