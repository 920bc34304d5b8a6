/**
 * A page for people below the endpoint, at {@code ui/}, if there is one. What is answered
 * is decided in one place; how it gets to the browser is a matter of the web framework.
 */
@NullMarked
package io.triotp.spring.boot.page;

import org.jspecify.annotations.NullMarked;
