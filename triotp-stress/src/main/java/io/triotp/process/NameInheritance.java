package io.triotp.process;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A process gives up its first name, and its second becomes the one that is found without
 * an alias: at no moment may a look-up miss it.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the first name is given up")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "not yet")
@Outcome(expect = Expect.FORBIDDEN, desc = "the second name is missed")
@State
public class NameInheritance {

	private final NameTable table = new NameTable();

	private final StillProcess process = new StillProcess();

	public NameInheritance() {
		this.table.register("first", this.process);
		this.table.register("second", this.process);
	}

	@Actor
	public void process() {
		this.table.unregister("first");
	}

	@Actor
	public void looker(II_Result result) {
		result.r1 = (this.table.get("second") == this.process) ? 1 : 0;
		result.r2 = (this.table.get("first") == this.process) ? 1 : 0;
	}

}
