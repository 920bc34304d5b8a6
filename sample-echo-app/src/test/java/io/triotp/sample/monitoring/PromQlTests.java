package io.triotp.sample.monitoring;

import java.util.List;
import java.util.Set;

import io.triotp.sample.monitoring.PromQl.Selection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is found in an expression. */
class PromQlTests {

	@Test
	void a_metric_with_its_labels() {
		assertThat(PromQl.of("up{job=~\"$job\", a!=\"x{y}\"} > 0").selections())
			.containsExactly(new Selection("up", Set.of("job", "a")));
	}

	@Test
	void neither_functions_nor_words_nor_numbers_nor_variables_are_metrics() {
		PromQl found = PromQl
			.of("60 * sum by (le, a) (rate(x_total[5m])) and on (b) deriv(y[$__rate_interval]) > 1e3 or z offset 6h");
		assertThat(found.selections()).extracting(Selection::metric).containsExactly("x_total", "y", "z");
		assertThat(found.grouping()).containsExactlyInAnyOrder("le", "a", "b");
	}

	@Test
	void a_recorded_series_is_a_metric() {
		assertThat(PromQl.of("histogram_quantile(0.99, a:b:c)").selections())
			.isEqualTo(List.of(new Selection("a:b:c", Set.of())));
	}

}
