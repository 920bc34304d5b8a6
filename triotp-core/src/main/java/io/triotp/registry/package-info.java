/**
 * Who has which key: a registry with keys and values of any type, and groups of processes
 * that messages are published to.
 */
@NullMarked
package io.triotp.registry;

import org.jspecify.annotations.NullMarked;
