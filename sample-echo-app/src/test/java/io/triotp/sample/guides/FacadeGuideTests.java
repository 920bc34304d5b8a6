package io.triotp.sample.guides;

import io.triotp.application.ApplicationSpec;
import io.triotp.facade.Facade;
import io.triotp.facade.OneWay;
import io.triotp.node.Node;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.TriotpTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The counter without messages of the guide "Message passing".
 */
@TriotpTest
class FacadeGuideTests {

	// tag::facade[]
	/**
	 * Each method waits for the server, and throws {@code CallException} if it does not
	 * answer.
	 */
	interface Counter {

		int add(int number);

		@OneWay
		void reset();

	}

	/** Only its process touches it, so it needs no lock. */
	static class Count implements Counter {

		private int sum;

		@Override
		public int add(int number) {
			this.sum += number;
			return this.sum;
		}

		@Override
		public void reset() {
			this.sum = 0;
		}

	}
	// end::facade[]

	@Test
	void an_interface_is_the_client_and_an_object_the_server(Node node) {
		// tag::use[]
		Facade<Counter> counters = Facade.of(Counter.class);
		node.start(ApplicationSpec.of("shop",
				SupervisorSpec.oneForOne(counters.child("counter", Count::new).name("counter"))));
		Counter counter = counters.client(node, "counter");
		counter.add(3);
		counter.reset();
		int sum = counter.add(4);
		// end::use[]
		assertThat(sum).isEqualTo(4);
	}

}
