package io.triotp.process;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A name too many comes, and the table is made anew: who looks up meanwhile finds what
 * was there, and the new process only as it is.
 */
@JCStressTest
@Outcome(id = "1, -1", expect = Expect.ACCEPTABLE, desc = "not registered yet")
@Outcome(id = "1, 42", expect = Expect.ACCEPTABLE, desc = "registered, and all of it there")
@Outcome(expect = Expect.FORBIDDEN, desc = "a name that was there is missed, or a process is half there")
@State
public class NamePublication {

	/** As many as go into a new table. */
	private static final String[] NAMES = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l" };

	private final NameTable table = new NameTable();

	private final StillProcess other = new StillProcess();

	public NamePublication() {
		for (String name : NAMES) {
			this.table.register(name, this.other);
		}
	}

	@Actor
	public void starter() {
		StillProcess process = new StillProcess();
		process.mark = 42;
		this.table.register("new", process);
	}

	@Actor
	public void looker(II_Result result) {
		result.r1 = (this.table.get("f") == this.other) ? 1 : 0;
		result.r2 = (this.table.get("new") instanceof StillProcess found) ? found.mark : -1;
	}

}
