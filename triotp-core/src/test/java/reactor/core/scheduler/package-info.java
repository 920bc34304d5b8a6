/**
 * Stands for Reactor in tests.
 */
package reactor.core.scheduler;
