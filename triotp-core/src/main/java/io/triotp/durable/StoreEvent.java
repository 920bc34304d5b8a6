package io.triotp.durable;

import java.time.Duration;

import io.triotp.process.NodeEvent;
import io.triotp.process.Pid;
import io.triotp.process.Stamp;

/**
 * What happens to a store.
 */
public sealed interface StoreEvent extends NodeEvent {

	/**
	 * {@return the name of the store}
	 */
	String store();

	/**
	 * It has not served for as long as a change may take: servers end from now on.
	 *
	 * @param stamp when it was found out, and the place that stands for the store
	 * @param pid the process that found it out
	 * @param store the name of the store
	 * @param failingFor for how long it has not served
	 * @param error what it said last
	 */
	record Down(Stamp stamp, Pid pid, String store, Duration failingFor, String error) implements StoreEvent {
	}

	/**
	 * It serves again.
	 *
	 * @param stamp when it was found out, and the place that stands for the store
	 * @param pid the process that found it out
	 * @param store the name of the store
	 * @param after for how long it had not served
	 */
	record Up(Stamp stamp, Pid pid, String store, Duration after) implements StoreEvent {
	}

}
