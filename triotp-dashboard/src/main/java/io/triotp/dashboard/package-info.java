/**
 * The Observer: supervision trees and restarts, live, as a page below the endpoint.
 */
@NullMarked
package io.triotp.dashboard;

import org.jspecify.annotations.NullMarked;
