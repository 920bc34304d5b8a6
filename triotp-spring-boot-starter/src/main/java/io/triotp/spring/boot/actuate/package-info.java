/**
 * What operations sees of a node through Spring Boot: the actuator endpoint, health and
 * metrics. Takes what it shows from the view, and knows neither the configuration nor the
 * lifecycle.
 */
@NullMarked
package io.triotp.spring.boot.actuate;

import org.jspecify.annotations.NullMarked;
