package io.triotp.durable;

import java.util.List;

import io.triotp.process.LocalNode;
import io.triotp.process.NodeOptions;
import io.triotp.process.Processes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a process of a store looks again.
 */
class CommittingTests {

	private final Processes node = LocalNode.create(NodeOptions.defaults());

	private final Committing code = new Committing(new StoreProcess(this.node.host(), "test", new Nothing()), 0);

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void it_looks_again_unless_it_does_so_by_then_anyway() {
		assertThat(this.code.looksAgainAfter(10, 0)).isTrue();
		assertThat(this.code.looksAgainAfter(10, 5)).isFalse();
		assertThat(this.code.looksAgainAfter(5, 5)).isFalse();
		assertThat(this.code.looksAgainAfter(2, 5)).isTrue();
		assertThat(this.code.looksAgainAfter(10, 7)).isTrue();
	}

	private static final class Nothing implements StoreWork {

		@Override
		public long work(Committing holding) {
			return 0;
		}

		@Override
		public boolean waits() {
			return false;
		}

		@Override
		public int most() {
			return 0;
		}

		@Override
		public void left(List<Attempt> attempts) {
		}

	}

}
