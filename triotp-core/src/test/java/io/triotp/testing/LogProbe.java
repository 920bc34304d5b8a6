package io.triotp.testing;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Listens to one logger until it is closed.
 */
public final class LogProbe extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Probe<ILoggingEvent> events = new Probe<>();

	private final Logger logger;

	private final Level before;

	/**
	 * Listen.
	 * @param name the name of the logger
	 */
	public LogProbe(String name) {
		this(name, Level.INFO);
	}

	/**
	 * Listen.
	 * @param name the name of the logger
	 * @param level from which level on
	 */
	public LogProbe(String name, Level level) {
		this.logger = (Logger) LoggerFactory.getLogger(name);
		this.before = this.logger.getLevel();
		this.logger.setLevel(level);
		this.logger.setAdditive(false);
		this.logger.addAppender(this);
		start();
	}

	@Override
	protected void append(ILoggingEvent event) {
		event.prepareForDeferredProcessing();
		this.events.tell(event);
	}

	/**
	 * {@return the next event, as soon as there is one}
	 */
	public ILoggingEvent await() {
		return this.events.await();
	}

	/**
	 * {@return the other events there have been so far}
	 */
	public List<ILoggingEvent> rest() {
		return this.events.rest();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setLevel(this.before);
		this.logger.setAdditive(true);
		stop();
	}

}
