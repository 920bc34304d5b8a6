package io.triotp.spring.boot.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.triotp.application.ApplicationSpec;
import io.triotp.history.HistoryEntry;
import io.triotp.node.Node;
import io.triotp.spring.boot.Crasher;
import io.triotp.supervisor.ChildSpec;
import io.triotp.supervisor.SupervisorSpec;
import io.triotp.test.TriotpTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is collected of what happens.
 */
@TriotpTest
class EventsFeedTests {

	private Node node;

	private EventsFeed feed;

	@BeforeEach
	void start(Node node) {
		this.node = node;
		this.feed = EventsFeed.of(node);
	}

	@AfterEach
	void stop() {
		this.feed.close();
	}

	private static HistoryEntry entry(long number) {
		return new HistoryEntry(number, Instant.EPOCH, HistoryEntry.Type.WEDGED, "shop/till", 0, 0, Optional.empty(),
				Optional.empty(), "");
	}

	@Test
	void whatHappensIsGivenOnceInTheOrderOfItsNumbers() {
		this.feed.collect(entry(2));
		this.feed.collect(entry(1));
		assertThat(this.feed.take().entries()).extracting(HistoryEntry::sequence).containsExactly(1L, 2L);
		assertThat(this.feed.take()).isEqualTo(new EventsFeed.Arrivals(List.of(), true));
	}

	@Test
	void whatIsTooMuchIsNotCollectedAndThatIsToldOnce() {
		for (int i = 0; i < EventsFeed.CAPACITY + 10; i++) {
			this.feed.collect(entry(i));
		}
		EventsFeed.Arrivals arrivals = this.feed.take();
		assertThat(arrivals.entries()).hasSize(EventsFeed.CAPACITY);
		assertThat(arrivals.complete()).isFalse();
		this.feed.collect(entry(6_000));
		assertThat(this.feed.take()).isEqualTo(new EventsFeed.Arrivals(List.of(entry(6_000)), true));
	}

	@Test
	void itHearsOfTheNodeUntilItIsClosed() {
		start("shop");
		assertThat(this.feed.take().entries()).extracting(HistoryEntry::type)
			.containsExactly(HistoryEntry.Type.APPLICATION_STARTED);
		this.feed.close();
		start("store");
		assertThat(this.feed.take().entries()).isEmpty();
	}

	private void start(String name) {
		this.node.start(ApplicationSpec.of(name, SupervisorSpec.oneForOne(ChildSpec.server("till", Crasher::new))));
	}

}
