package io.triotp.process;

/**
 * A mailbox that has passed the high-water mark of its node and has not fallen below half
 * of it since.
 *
 * @param pid its process
 * @param path the place of the process in its tree, or its class if it has none
 * @param behaviour the class of the code of the process
 * @param size how many messages wait now
 */
public record HighMailbox(Pid pid, String path, Class<?> behaviour, int size) {
}
