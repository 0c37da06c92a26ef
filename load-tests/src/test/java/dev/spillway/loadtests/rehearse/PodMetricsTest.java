package dev.spillway.loadtests.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PodMetricsTest {
  @Test
  void a_time_counts_in_its_bucket_and_all_above_and_only_transfers_have_one() {
    PodMetrics metrics = new PodMetrics();
    metrics.answered(true, 201, 30);
    metrics.answered(true, 500, 700);
    metrics.answered(false, 200, 5);
    assertThat(metrics.text())
        .contains("count{status=\"200\"} 1", "count{status=\"201\"} 1", "count{status=\"500\"} 1")
        .contains("le=\"25.0\"} 0", "le=\"50.0\"} 1", "le=\"500.0\"} 1", "le=\"1000.0\"} 2")
        .contains("le=\"+Inf\"} 2");
  }
}
