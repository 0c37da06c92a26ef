package dev.spillway.edge.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IssuerDoorTest {
  private static final long START = -1_000;

  private final IssuerDoor door = new IssuerDoor();

  @Test
  void everybody_may_ask_an_issuer_that_has_not_failed() {
    assertThat(askers(START, 100)).isEqualTo(100);
  }

  @Test
  void after_a_failure_one_asks_for_all_every_pause() {
    door.failed(START);
    assertThat(askers(START, 100)).isZero();
    assertThat(askers(START + IssuerDoor.PAUSE.toNanos() - 1, 100)).isZero();
    assertThat(askers(START + IssuerDoor.PAUSE.toNanos(), 100)).isEqualTo(1);
    assertThat(askers(START + 2 * IssuerDoor.PAUSE.toNanos(), 100)).isEqualTo(1);
  }

  @Test
  void an_issuer_that_has_answered_is_never_closed_again() {
    door.failed(START);
    door.answered();
    assertThat(askers(START, 100)).isEqualTo(100);
    door.failed(START);
    assertThat(askers(START, 100)).isEqualTo(100);
  }

  private long askers(long now, int crowd) {
    return IntStream.range(0, crowd).filter(one -> door.mayAsk(now)).count();
  }
}
