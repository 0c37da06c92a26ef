package dev.spillway.loadtests.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTest {
  @Test
  void each_that_was_asked_for_is_there_once() {
    assertThat(Audit.count(List.of("a", "b"), Map.of("a", 1L, "b", 1L)).isClean()).isTrue();
  }

  @Test
  void what_is_lost_doubled_or_strange_is_seen() {
    Audit.Outcome outcome = Audit.count(List.of("a", "b", "c"), Map.of("a", 1L, "b", 2L, "z", 1L));
    assertThat(outcome.lost()).isEqualTo(1);
    assertThat(outcome.doubled()).isEqualTo(1);
    assertThat(outcome.strangers()).isEqualTo(1);
    assertThat(outcome.isClean()).isFalse();
  }
}
