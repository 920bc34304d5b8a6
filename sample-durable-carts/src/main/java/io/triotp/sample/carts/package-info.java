/**
 * A cart for each customer, which is still there whatever happens to the application.
 */
@NullMarked
package io.triotp.sample.carts;

import org.jspecify.annotations.NullMarked;
