/**
 * State of servers in a database, by plain JDBC.
 */
@NullMarked
package io.triotp.jdbc;

import org.jspecify.annotations.NullMarked;
