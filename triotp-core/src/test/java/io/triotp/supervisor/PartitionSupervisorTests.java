package io.triotp.supervisor;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.triotp.process.LocalNode;
import io.triotp.process.NameTakenException;
import io.triotp.process.NodeOptions;
import io.triotp.process.Pid;
import io.triotp.process.Processes;
import io.triotp.server.CallException;
import io.triotp.testing.Conformance;
import io.triotp.testing.Gate;
import io.triotp.testing.Lives;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * A supervisor of equal partitions.
 */
class PartitionSupervisorTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));

	private final Lives lives = new Lives();

	private final PartitionSpec spec = PartitionSpec.of((index) -> this.lives.server("life")).count(8);

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	@Conformance("PART-01")
	void each_key_goes_to_one_partition_and_none_is_lost() {
		PartitionSupervisor partitions = of(
				PartitionSpec.of((index) -> ChildSpec.dynamicSupervisor("dyn", DynamicSupervisorSpec.defaults())))
			.start();
		int count = Runtime.getRuntime().availableProcessors();
		assertThat(partitions.partitions()).isEqualTo(count);
		for (int key = 0; key < 100; key++) {
			partitions.dynamicSupervisor("key " + key).startChild(this.lives.server("life"));
		}
		assertThat(
				IntStream.range(0, count).map((index) -> partitions.dynamicSupervisor(index).counts().active()).sum())
			.isEqualTo(100);
	}

	@Test
	@Conformance("PART-02")
	void a_partition_is_found_by_its_index_and_has_a_name() { // X3
		PartitionSupervisor partitions = of(this.spec).start();
		Pid first = partitions.supervisor().children().getFirst().pid().orElseThrow();
		assertThat(partitions.pid(0)).contains(first);
		assertThat(this.node.whereis("parts/0")).contains(first);
		assertThat(partitions.server(0).pid()).contains(first);
	}

	@Test
	void whole_numbers_go_by_their_absolute_value_and_other_keys_always_the_same_way() { // X3
		PartitionSupervisor partitions = of(this.spec);
		assertThat(List.of(partitions.index(9), partitions.index(-9), partitions.index(9L), partitions.index((short) 9),
				partitions.index((byte) 9)))
			.containsOnly(1);
		assertThat(partitions.index(Integer.MIN_VALUE)).isZero();
		assertThat(partitions.index(Long.MIN_VALUE)).isZero();
		Set<Integer> used = new HashSet<>();
		for (int i = 0; i < 200; i++) {
			int index = partitions.index("key " + i);
			assertThat(index).isBetween(0, 7).isEqualTo(partitions.index("key " + i));
			used.add(index);
		}
		assertThat(used).hasSize(8);
	}

	@Test
	@Conformance("PART-04")
	void what_makes_no_sense_is_refused() { // X1
		assertThatNullPointerException().isThrownBy(() -> PartitionSupervisor.of(this.node, null, this.spec));
		assertThatNullPointerException().isThrownBy(() -> PartitionSpec.of(null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.spec.count(0)).withMessageContaining("1 partition");
		assertThatNullPointerException().isThrownBy(() -> of(PartitionSpec.of((index) -> null)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> of(PartitionSpec.of((index) -> this.lives.server("life").name("mine"))))
			.withMessageContaining("'mine'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> of(PartitionSpec
				.of((index) -> this.lives.server("life").restart(Restart.TRANSIENT).significant(true))))
			.withMessageContaining("auto-shutdown 'never'");
	}

	@Test
	@Conformance("PART-05")
	void it_has_ended_and_its_names_are_free_when_stop_returns() {
		PartitionSupervisor partitions = of(this.spec).start();
		partitions.stop();
		assertThat(this.node.whereis("parts")).isEmpty();
		assertThat(this.node.whereis("parts/0")).isEmpty();
		assertThat(this.node.view().processCount()).isZero();
		assertThat(partitions.start().partitions()).isEqualTo(8);
	}

	@Test
	@Conformance("PART-06")
	void one_that_does_not_run_cannot_be_asked() { // X5
		PartitionSupervisor partitions = of(this.spec);
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(partitions::partitions)
			.withMessageContaining("noproc");
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(partitions::counts);
		assertThatExceptionOfType(CallException.NoServer.class).isThrownBy(() -> partitions.resize(1));
		assertThat(partitions.pid(0)).isEmpty();
	}

	@Test
	@Conformance("PART-08")
	void with_no_partition_left_nobody_is_responsible() { // X4
		PartitionSupervisor partitions = of(this.spec).start();
		assertThat(partitions.resize(0)).isEqualTo(8);
		assertThat(partitions.partitions()).isZero();
		assertThat(partitions.counts()).isEqualTo(new ChildCounts(8, 0, 0, 8));
		assertThatIllegalStateException().isThrownBy(() -> partitions.pid("key")).withMessageContaining("'parts'");
		assertThat(partitions.resize(8)).isZero();
		assertThat(partitions.counts()).isEqualTo(new ChildCounts(8, 8, 0, 8));
		assertThat(partitions.pid("key")).isPresent();
	}

	@Test
	void fewer_partitions_share_all_keys_and_the_last_ones_stop_first() { // X4
		PartitionSupervisor partitions = of(PartitionSpec.of((index) -> this.lives.server("life " + index)).count(4))
			.start();
		this.lives.await(4);
		Pid kept = partitions.pid(1).orElseThrow();
		assertThat(partitions.resize(2)).isEqualTo(4);
		assertThat(this.lives.await(2)).containsExactly("-life 3", "-life 2");
		assertThat(partitions.pid(3)).contains(kept);
		assertThat(partitions.counts().active()).isEqualTo(2);
		assertThat(partitions.resize(3)).isEqualTo(2);
		assertThat(this.lives.await(1)).containsExactly("+life 2");
		assertThat(partitions.resize(3)).isEqualTo(3);
		assertThat(partitions.partitions()).isEqualTo(3);
	}

	@Test
	void a_partition_that_does_not_start_again_gets_no_keys() { // X4
		PartitionSupervisor partitions = of(PartitionSpec.of((index) -> this.lives.server("life " + index)).count(4))
			.start();
		partitions.resize(1);
		this.lives.nextStarts("life 2", () -> {
			throw new IllegalStateException("not now");
		});
		assertThatExceptionOfType(ChildStartException.class).isThrownBy(() -> partitions.resize(4));
		assertThat(partitions.partitions()).isEqualTo(2);
		assertThat(partitions.resize(4)).isEqualTo(2);
	}

	@Test
	@Conformance("PART-09")
	void there_cannot_be_more_partitions_than_at_the_start() { // X4
		PartitionSupervisor partitions = of(this.spec).start();
		assertThatIllegalArgumentException().isThrownBy(() -> partitions.resize(9))
			.withMessageContaining("0 to 8 partitions");
		assertThatIllegalArgumentException().isThrownBy(() -> partitions.resize(-1));
		assertThat(partitions.partitions()).isEqualTo(8);
	}

	@Test
	@Conformance("PART-10")
	void it_lists_and_counts_a_child_for_each_index() { // X2
		PartitionSupervisor workers = of(this.spec).start();
		assertThat(workers.supervisor().children()).extracting(ChildInfo::id)
			.containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
		assertThat(workers.supervisor().children()).extracting(ChildInfo::type).containsOnly(ChildType.WORKER);
		assertThat(workers.counts()).isEqualTo(new ChildCounts(8, 8, 0, 8));
		PartitionSupervisor supervisors = PartitionSupervisor
			.of(this.node, "supervisors",
					this.spec.child((index) -> ChildSpec.supervisor("sup", SupervisorSpec.oneForOne())))
			.start();
		assertThat(supervisors.supervisor().children()).extracting(ChildInfo::type).containsOnly(ChildType.SUPERVISOR);
		assertThat(supervisors.counts()).isEqualTo(new ChildCounts(8, 8, 8, 0));
	}

	@Test
	void a_restarted_partition_is_found_again_by_whoever_hears_of_it() { // X5
		PartitionSupervisor partitions = of(this.spec).start();
		Pid before = partitions.pid("key").orElseThrow();
		Probe<Pid> started = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof SupervisorEvent.ChildStarted child) {
				started.tell(child.process());
			}
		});
		this.node.kill(before);
		Pid after = started.await();
		assertThat(partitions.pid("key")).contains(after);
		assertThat(after).isNotEqualTo(before);
	}

	@Test
	void it_can_be_a_child_and_has_all_partitions_again_after_a_restart() {
		PartitionSupervisor partitions = of(this.spec);
		Supervisor.start(this.node, "top", SupervisorSpec.oneForOne(partitions.child()));
		partitions.resize(2);
		Probe<String> started = new Probe<>();
		this.node.view().addListener((event) -> {
			if (event instanceof SupervisorEvent.ChildStarted child && child.child().equals("parts")) {
				started.tell("again");
			}
		});
		this.node.kill(this.node.whereis("parts").orElseThrow());
		started.await();
		assertThat(partitions.partitions()).isEqualTo(8);
		assertThat(partitions.counts().active()).isEqualTo(8);
		assertThat(partitions.pid(7)).isPresent().isNotEqualTo(Optional.empty());
	}

	@Test
	void it_does_not_start_in_another_node() {
		Processes other = LocalNode.create(NodeOptions.defaults().time(new ManualTime()));
		try {
			ChildSpec child = of(this.spec).child();
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> Supervisor.start(other, "top", SupervisorSpec.oneForOne(child)))
				.withStackTraceContaining("was made for node");
		}
		finally {
			other.close();
		}
	}

	private PartitionSupervisor of(PartitionSpec partitions) {
		return PartitionSupervisor.of(this.node, "parts", partitions);
	}

	@Test
	void who_waits_for_another_resize_can_be_interrupted() throws Throwable { // X4
		Gate gate = new Gate();
		this.lives.onEnd("life 1", gate::passStubbornly);
		PartitionSupervisor partitions = of(
				PartitionSpec.of((index) -> this.lives.server("life " + index).shutdown(Shutdown.infinity())).count(2))
			.start();
		try {
			Future<Integer> first = Probe.async(() -> partitions.resize(1));
			gate.awaitReached();
			Probe<Thread> waiting = new Probe<>();
			Future<Integer> second = Probe.async(() -> {
				waiting.tell(Thread.currentThread());
				return partitions.resize(2);
			});
			waiting.await().interrupt();
			assertThatIllegalStateException().isThrownBy(() -> Probe.get(second))
				.withMessageContaining("'parts' to 2 was interrupted");
			gate.open();
			assertThat(Probe.get(first)).isEqualTo(2);
			assertThat(partitions.partitions()).isOne();
		}
		finally {
			gate.open();
		}
	}

	@Test
	void a_second_start_that_is_refused_changes_nothing() {
		PartitionSupervisor partitions = of(this.spec).start();
		partitions.resize(2);
		assertThatExceptionOfType(NameTakenException.class).isThrownBy(partitions::start);
		assertThat(partitions.partitions()).isEqualTo(2);
	}

}
