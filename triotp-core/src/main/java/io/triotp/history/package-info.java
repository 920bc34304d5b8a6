/**
 * What has happened in a node, for whoever asks afterwards: a bounded history of its
 * events that keeps no object of its users.
 */
@NullMarked
package io.triotp.history;

import org.jspecify.annotations.NullMarked;
