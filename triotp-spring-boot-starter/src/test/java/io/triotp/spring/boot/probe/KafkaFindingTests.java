package io.triotp.spring.boot.probe;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;

import io.triotp.resource.Finding;
import io.triotp.test.Await;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real listener container, whose consumer reads from no broker.
 */
class KafkaFindingTests {

	private final AtomicReference<MockConsumer<String, String>> consumer = new AtomicReference<>();

	private ConcurrentMessageListenerContainer<String, String> container() {
		ContainerProperties properties = new ContainerProperties("orders");
		properties.setGroupId("shop");
		properties.setPollTimeout(10);
		properties.setMessageListener((MessageListener<String, String>) (message) -> {
		});
		ConcurrentMessageListenerContainer<String, String> container = new ConcurrentMessageListenerContainer<>(
				new MockConsumers(), properties);
		container.setBeanName("orders");
		container.setConcurrency(2);
		return container;
	}

	@Test
	void aContainerThatEndedWithAnErrorHasStoppedByItself() {
		ConcurrentMessageListenerContainer<String, String> container = container();
		container.start();
		assertThat(LifecycleFinding.of(container)).isEqualTo(Finding.healthy());
		this.consumer.get().schedulePollTask(() -> {
			throw new OutOfMemoryError("thrown by the test");
		});
		Await.until(() -> !container.isRunning());
		assertThat(LifecycleFinding.of(container)).isInstanceOf(Finding.Stopped.class);
		container.stop();
	}

	@Test
	void aContainerOfWhichOneConsumerHasEndedHasStoppedByItselfThoughItSaysThatItRuns() {
		ConcurrentMessageListenerContainer<String, String> container = container();
		container.start();
		container.getContainers().getFirst().stopAbnormally(() -> {
		});
		Await.until(() -> !(LifecycleFinding.of(container) instanceof Finding.Healthy));
		assertThat(container.isRunning()).isTrue();
		assertThat(LifecycleFinding.of(container)).isEqualTo(
				Finding.stopped("a consumer of listener container 'orders' has stopped, and nobody has asked it to"));
		container.stop();
	}

	private final class MockConsumers implements ConsumerFactory<String, String> {

		@Override
		public Consumer<String, String> createConsumer(String groupId, String clientIdPrefix, String clientIdSuffix) {
			return make();
		}

		@Override
		public Consumer<String, String> createConsumer(String groupId, String clientIdPrefix, String clientIdSuffix,
				Properties properties) {
			return make();
		}

		private Consumer<String, String> make() {
			MockConsumer<String, String> made = new MockConsumer<>("earliest");
			made.updateBeginningOffsets(Map.of(new TopicPartition("orders", 0), 0L));
			KafkaFindingTests.this.consumer.set(made);
			return made;
		}

		@Override
		public Map<String, Object> getConfigurationProperties() {
			return Map.of();
		}

		@Override
		public boolean isAutoCommit() {
			return false;
		}

	}

}
