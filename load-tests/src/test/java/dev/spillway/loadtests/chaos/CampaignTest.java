package dev.spillway.loadtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short campaign with a plan that does not change. */
class CampaignTest {
  /** Kills one pod and freezes the other, and takes PostgreSQL, Kafka and Valkey away from them. */
  private static final long SEED = 32;

  @Test
  @Timeout(300)
  void every_promise_is_kept_through_two_rounds_of_faults() throws Exception {
    Campaign.Result result =
        new Campaign(
                SEED,
                2,
                Duration.ofSeconds(6),
                Path.of("target", "local-stack", "chaos").toAbsolutePath(),
                Path.of("..").toAbsolutePath().normalize(),
                System.out)
            .run();

    assertThat(result.violations()).isEmpty();
    assertThat(result.faults()).isEqualTo(6);
    assertThat(result.acknowledged()).isPositive();
  }
}
