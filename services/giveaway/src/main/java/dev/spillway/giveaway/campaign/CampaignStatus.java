package dev.spillway.giveaway.campaign;

import java.util.Arrays;

/**
 * Where a campaign stands. All but two are stored as they are; {@code SCHEDULED} and {@code OPEN}
 * are what a stored {@code FUNDED} looks like before and after its start.
 *
 * <pre>
 *   FUNDING → FUNDED (SCHEDULED, then OPEN) → ENDED   → CLOSED
 *      ↓            └──────────────────────→ CLOSING ↗
 *   FUNDING_FAILED
 * </pre>
 */
public enum CampaignStatus {
  /** The ledger has been asked for the budget. */
  FUNDING("funding"),
  /** The ledger refused the budget: nothing was moved, nothing can be claimed. */
  FUNDING_FAILED("funding-failed"),
  /** The budget lies in the treasury. */
  FUNDED("funded"),
  /** Funded, and not begun yet. */
  SCHEDULED("scheduled"),
  /** Claims are taken. */
  OPEN("open"),
  /** Its time is over; accepted claims get their results, then the remainder goes back. */
  ENDED("ended"),
  /** It was closed; accepted claims get their results, then the remainder goes back. */
  CLOSING("closing"),
  /** Every accepted claim has its result, and the remainder is back with the creator. */
  CLOSED("closed");

  private final String word;

  CampaignStatus(String word) {
    this.word = word;
  }

  /** The word that clients and the database know it by. */
  public String word() {
    return word;
  }

  static CampaignStatus of(String word) {
    return Arrays.stream(values())
        .filter(status -> status.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no such status: " + word));
  }

  /** Whether no claim is taken any more, while some may still wait for their results. */
  public boolean isEnding() {
    return this == ENDED || this == CLOSING;
  }

  /** Whether nothing will change any more. */
  public boolean isFinal() {
    return this == CLOSED || this == FUNDING_FAILED;
  }
}
