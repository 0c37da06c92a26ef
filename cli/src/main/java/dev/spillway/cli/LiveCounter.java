package dev.spillway.cli;

import java.time.Duration;
import java.time.Instant;

/** How a giveaway goes: one line that changes in a terminal, a line a second where it cannot. */
final class LiveCounter {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);

  private final Output output;
  private final int prizes;
  private final int claimants;
  private final boolean terminal = System.console() != null && System.console().isTerminal();
  private Instant last = Instant.EPOCH;

  LiveCounter(Output output, int prizes, int claimants) {
    this.output = output;
    this.prizes = prizes;
    this.claimants = claimants;
  }

  void show(GiveawayClient.Campaign campaign, DemoCrowd crowd) {
    if (terminal) {
      output.writer().print("\r" + text(campaign, crowd));
      output.writer().flush();
    } else if (Duration.between(last, Instant.now()).compareTo(BETWEEN_LINES) >= 0) {
      last = Instant.now();
      output.line(text(campaign, crowd));
    }
  }

  void end(GiveawayClient.Campaign campaign, DemoCrowd crowd) {
    output.line((terminal ? "\r" : "") + text(campaign, crowd));
  }

  private String text(GiveawayClient.Campaign campaign, DemoCrowd crowd) {
    return "came %,6d of %,d | accepted %,6d | too late %,6d | come again %,5d | credited %,6d of %,d"
        .formatted(
            crowd.answered(),
            claimants,
            crowd.accepted(),
            crowd.tooLate(),
            crowd.sentAway(),
            campaign.credited(),
            prizes);
  }
}
