/**
 * What operations sees of a node: the actuator endpoint, health and metrics.
 */
@NullMarked
package io.triotp.spring.boot.actuate;

import org.jspecify.annotations.NullMarked;
