package io.triotp.process;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.triotp.testing.Gate;
import io.triotp.test.ManualTime;
import io.triotp.testing.Probe;
import io.triotp.testing.Puppet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What nobody listens to costs nothing: a sender makes an envelope and no more.
 */
class EventCostTests {

	private static final int MESSAGES = 50_000;

	/** An envelope has 24 bytes, 32 without compressed references. */
	private static final long ENVELOPE = 32;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Processes node = LocalNode
		.create(NodeOptions.defaults().time(new ManualTime()).highWaterMark(MESSAGES));

	private final Gate gate = new Gate();

	/** Kept, or the compiler might see that nobody needs the event. */
	@SuppressWarnings("unused")
	private volatile NodeEvent last;

	@AfterEach
	void close() {
		this.gate.open();
		this.node.close();
	}

	/** Bytes a message, taken over so many that what is made once does not count. */
	private long costOfSending(Pid to) {
		this.node.send(to, "warm");
		long before = THREADS.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < MESSAGES; i++) {
			this.node.send(to, "hello");
		}
		return (THREADS.getCurrentThreadAllocatedBytes() - before) / MESSAGES;
	}

	private Pid dead() {
		Pid dead = this.node.spawn((self) -> {
		});
		Probe.exitOf(this.node, dead);
		return dead;
	}

	@Test
	void a_message_is_its_envelope_also_where_the_mailbox_passes_its_mark() {
		Puppet puppet = Puppet.spawn(this.node);
		puppet.tell((self) -> {
			this.gate.passStubbornly();
			return null;
		});
		this.gate.awaitReached();
		assertThat(costOfSending(puppet.pid())).isLessThanOrEqualTo(ENVELOPE);
		assertThat(this.node.view().highMailboxCount()).isOne();
	}

	@Test
	void a_dead_letter_nobody_listens_to_is_no_event() {
		assertThat(costOfSending(dead())).isLessThanOrEqualTo(ENVELOPE);
	}

	@Test
	void a_dead_letter_somebody_listens_to_is_one() {
		this.node.view().addListener((event) -> this.last = event);
		assertThat(costOfSending(dead())).isGreaterThan(ENVELOPE);
	}

}
