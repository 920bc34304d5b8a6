package io.triotp.process;

import java.util.concurrent.atomic.AtomicInteger;

import io.triotp.testing.Probe;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a node has its threads from.
 */
class ThreadSourceTests {

	private static final class Counting implements ThreadSource {

		private final AtomicInteger made = new AtomicInteger();

		@Override
		public Thread forProcess(Runnable code) {
			this.made.incrementAndGet();
			return ThreadSource.system().forProcess(code);
		}

		@Override
		public Thread apart(String name, Runnable code) {
			return ThreadSource.system().apart(name, code);
		}

	}

	@Test
	void processes_run_on_threads_of_the_source_of_their_node() {
		Counting source = new Counting();
		Processes node = LocalNode.create(NodeOptions.defaults().threads(source));
		Probe<Boolean> virtual = new Probe<>();
		node.spawn((self) -> virtual.tell(Thread.currentThread().isVirtual()));
		assertThat(virtual.await()).isTrue();
		assertThat(source.made).hasValue(1);
		node.close();
	}

	@Test
	void those_of_the_jvm_are_virtual_for_processes_and_platform_threads_for_the_rest() {
		Thread apart = ThreadSource.system().apart("aside", () -> {
		});
		assertThat(apart.isVirtual()).isFalse();
		assertThat(apart.isDaemon()).isTrue();
		assertThat(apart.getName()).isEqualTo("aside");
		assertThat(ThreadSource.system().forProcess(() -> {
		}).isVirtual()).isTrue();
		assertThat(ThreadSource.system().takesTurns()).isTrue();
	}

}
