// tag::test[]
package com.example.counter;

import io.triotp.node.Node;
import io.triotp.server.CallException;
import io.triotp.server.ServerRef;
import io.triotp.test.Await;
import io.triotp.test.spring.TriotpSliceTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@TriotpSliceTest
class CounterTests {

	@Test
	void counts_from_zero_after_a_crash(@Autowired ServerRef<Counter> counter, Node node) {
		assertThat(counter.call(new Counter.Add(3))).isEqualTo(3);
		Await.restarts(node, 1, () -> assertThatExceptionOfType(CallException.ServerExited.class)
			.isThrownBy(() -> counter.call(new Counter.Add(Integer.MAX_VALUE))));
		assertThat(counter.call(new Counter.Add(4))).isEqualTo(4);
	}

}
// end::test[]
