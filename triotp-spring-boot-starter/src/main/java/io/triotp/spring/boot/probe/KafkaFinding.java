package io.triotp.spring.boot.probe;

import io.triotp.resource.Finding;

import org.springframework.context.Lifecycle;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * What a listener container of Spring for Apache Kafka says beyond that it runs: one of
 * its consumers may have stopped. Loaded only if that library is there.
 */
final class KafkaFinding {

	private KafkaFinding() {
	}

	static Finding of(Lifecycle bean) {
		if (bean instanceof MessageListenerContainer container && !container.isInExpectedState()) {
			return Finding.stopped("a consumer of listener container '" + container.getListenerId()
					+ "' has stopped, and nobody has asked it to");
		}
		return Finding.healthy();
	}

}
