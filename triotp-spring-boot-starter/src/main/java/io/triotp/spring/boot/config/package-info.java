/**
 * From the configuration to the specifications of applications: reads the properties,
 * checks them, reports everything that is wrong at once, plans the trees before any bean
 * exists and builds them of beans. Knows what users meet and what the lifecycle asks for,
 * but nobody who starts or shows an application.
 */
@NullMarked
package io.triotp.spring.boot.config;

import org.jspecify.annotations.NullMarked;
