package io.triotp.spring.boot.view;

import java.util.List;
import java.util.Optional;

import io.triotp.durable.DurableStatus;
import io.triotp.durable.DurableStore;
import io.triotp.process.Pid;

/**
 * The stores of durable servers of a node.
 *
 * @param all the stores
 */
record Stores(List<DurableStore> all) {

	Optional<DurableStatus> statusOf(Pid pid) {
		return this.all.stream().flatMap((each) -> each.statusOf(pid).stream()).findFirst();
	}

}
