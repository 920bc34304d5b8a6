package io.triotp.spring.boot.actuate;

/**
 * How something looked at a time.
 *
 * @param json all of it
 * @param content the same without that time: two that are equal there tell nothing new
 */
record Snapshot(String json, String content) {
}
