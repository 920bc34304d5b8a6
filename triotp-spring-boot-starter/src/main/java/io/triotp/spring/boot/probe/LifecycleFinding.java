package io.triotp.spring.boot.probe;

import io.triotp.resource.Finding;

import org.springframework.context.Lifecycle;
import org.springframework.util.ClassUtils;

/**
 * What a {@link Lifecycle} bean says of itself: one that has been started and does not
 * run has stopped by itself.
 */
public final class LifecycleFinding {

	private static final boolean KAFKA = ClassUtils.isPresent(
			"org.springframework.kafka.listener.MessageListenerContainer", LifecycleFinding.class.getClassLoader());

	private LifecycleFinding() {
	}

	/**
	 * {@return what a bean says that has been started}
	 * @param bean the bean
	 */
	public static Finding of(Lifecycle bean) {
		if (!bean.isRunning()) {
			return Finding.stopped(bean.getClass().getName() + " is not running");
		}
		return KAFKA ? KafkaFinding.of(bean) : Finding.healthy();
	}

}
