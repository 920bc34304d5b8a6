package io.triotp.spring.boot.actuate;

import org.jspecify.annotations.Nullable;

/**
 * Something that somebody asks to be done.
 *
 * @param id the id of the process or the place
 * @param action what is to be done
 * @param who who asks
 * @param why what for
 */
record Action(String id, String action, String who, @Nullable String why) {
}
