package io.triotp.spring.boot.view;

import io.triotp.supervisor.ChildGlance;
import org.jspecify.annotations.Nullable;

/**
 * A child among its siblings.
 *
 * @param child the child, {@code null} for a place between two
 * @param key what they are sorted by
 * @param name what they are sorted by if the keys are equal
 * @param number the number of its process, 0 without one
 */
record Sibling(@Nullable ChildGlance child, long key, String name, long number) {
}
