package dev.spillway.loadtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Short campaigns with plans that do not change. */
class CampaignTest {
  /** Kills one pod and freezes the other, and takes PostgreSQL, Kafka and Valkey away from them. */
  private static final long SEED = 32;

  /** Kills both giveaway pods, a wallet pod, PostgreSQL and Kafka, and empties Valkey. */
  private static final long SEED_OF_GIVEAWAYS = 49;

  @Test
  @Timeout(600)
  void every_prize_is_given_once_through_two_rounds_of_faults() throws Exception {
    Campaign.Result result = run(true, SEED_OF_GIVEAWAYS, "giveaways");

    assertThat(result.violations()).isEmpty();
    assertThat(result.faults()).isEqualTo(6);
    assertThat(result.credited()).isEqualTo(GiveawayRound.PRIZES + GiveawayRound.FEW_CLAIMANTS);
  }

  @Test
  @Timeout(300)
  void every_promise_is_kept_through_two_rounds_of_faults() throws Exception {
    Campaign.Result result = run(false, SEED, "chaos");

    assertThat(result.violations()).isEmpty();
    assertThat(result.faults()).isEqualTo(6);
    assertThat(result.acknowledged()).isPositive();
  }

  private static Campaign.Result run(boolean giveaways, long seed, String state) throws Exception {
    return new Campaign(
            giveaways,
            seed,
            2,
            Duration.ofSeconds(6),
            Path.of("target", "local-stack", state).toAbsolutePath(),
            Path.of("..").toAbsolutePath().normalize(),
            System.out)
        .run();
  }
}
