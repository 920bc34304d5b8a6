package io.triotp.process;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.triotp.stress.Scenarios;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names behave as in a map behind a lock, although look-ups take none.
 */
public class NameTableLinearizabilityTests {

	@BeforeAll
	static void start_the_node_while_nobody_looks_on() {
		assertThat(StillProcess.NODE.name()).isNotEmpty();
	}

	@Test
	void names_are_linearizable_whoever_registers_looks_up_and_ends() {
		Scenarios.twoThreads().sequentialSpecification(MappedNames.class).check(Names.class);
	}

	@Test
	void names_are_linearizable_while_the_table_is_made_anew() {
		Scenarios.twoThreads().sequentialSpecification(MappedNames.class).check(CrowdedNames.class);
	}

	@Param(name = "name", gen = IntGen.class, conf = "1:3")
	@Param(name = "process", gen = IntGen.class, conf = "1:2")
	public static class Names {

		final NameTable table = new NameTable();

		private final ProcessCell[] processes = { new StillProcess(), new StillProcess() };

		@Operation
		public String register(@Param(name = "name") int name, @Param(name = "process") int process) {
			try {
				this.table.register("name-" + name, this.processes[process - 1]);
				return "registered";
			}
			catch (NameTakenException ex) {
				return "taken";
			}
			catch (IllegalStateException ex) {
				return "ended";
			}
		}

		@Operation
		public boolean unregister(@Param(name = "name") int name) {
			return this.table.unregister("name-" + name);
		}

		@Operation
		public int get(@Param(name = "name") int name) {
			ProcessCell holder = this.table.get("name-" + name);
			return (holder == null) ? 0 : (holder == this.processes[0]) ? 1 : 2;
		}

		/** The two steps of an exit that the table sees. */
		@Operation
		public void end(@Param(name = "process") int process) {
			this.processes[process - 1].claimExit(ExitReason.killed());
			this.table.release(this.processes[process - 1]);
		}

	}

	/** So full that it is made anew with the second name that comes. */
	public static class CrowdedNames extends Names {

		public CrowdedNames() {
			StillProcess other = new StillProcess();
			for (int i = 0; i < 11; i++) {
				this.table.register("other-" + i, other);
			}
		}

	}

	public static class MappedNames {

		private final Map<Integer, Integer> holders = new HashMap<>();

		private final Set<Integer> ended = new HashSet<>();

		public String register(int name, int process) {
			int holder = get(name);
			if (holder != 0) {
				return (holder == process) ? "registered" : "taken";
			}
			if (this.ended.contains(process)) {
				return "ended";
			}
			this.holders.put(name, process);
			return "registered";
		}

		public boolean unregister(int name) {
			return this.holders.remove(name) != null;
		}

		public int get(int name) {
			return this.holders.getOrDefault(name, 0);
		}

		public void end(int process) {
			this.ended.add(process);
			this.holders.values().removeIf((holder) -> holder == process);
		}

	}

}
