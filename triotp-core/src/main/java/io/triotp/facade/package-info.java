/**
 * Servers without messages of their own: an interface as the client, an object that only
 * its process touches as the server.
 */
@NullMarked
package io.triotp.facade;

import org.jspecify.annotations.NullMarked;
