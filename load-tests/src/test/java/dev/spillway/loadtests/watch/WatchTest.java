package dev.spillway.loadtests.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchTest {

  @Test
  void figures_are_summed_over_their_labels() {
    Map<String, Double> read =
        Metrics.parse(
            """
            # HELP queue depth
            # TYPE queue gauge
            queue{lane="crowd"} 3.0
            queue{lane="promised"} 4.0
            up 1.0
            asked_total 5.0 # {span_id="1",trace_id="2"} 1.0 1795580692.02
            """);

    assertThat(read)
        .containsEntry("queue", 7.0)
        .containsEntry("up", 1.0)
        .containsEntry("asked_total", 5.0)
        .hasSize(3);
  }

  @Test
  void what_a_process_and_its_children_have_used_is_counted_after_they_end_too() throws Exception {
    // A shell that is busy, then waits for a child that was busier.
    Process shell =
        new ProcessBuilder(
                "sh", "-c", "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; sleep 60")
            .start();
    try {
      ProcessTree tree = new ProcessTree(shell.pid(), true);
      ProcessTree alone = new ProcessTree(shell.pid(), false);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (tree.cpuSeconds() < 0.05 && System.nanoTime() < end) {
        Thread.sleep(20);
      }

      assertThat(tree.cpuSeconds()).isGreaterThanOrEqualTo(0.05);
      assertThat(alone.cpuSeconds()).isLessThan(tree.cpuSeconds());
      assertThat(tree.residentBytes()).isPositive();
      assertThat(tree.privateBytes()).isPositive();
    } finally {
      shell.descendants().forEach(ProcessHandle::destroy);
      shell.destroy();
    }
  }

  @Test
  void a_process_that_is_gone_counts_as_nothing() {
    ProcessTree gone = new ProcessTree(Long.MAX_VALUE, true);

    assertThat(gone.cpuSeconds()).isZero();
    assertThat(gone.residentBytes()).isZero();
  }
}
