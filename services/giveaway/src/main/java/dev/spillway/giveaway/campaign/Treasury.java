package dev.spillway.giveaway.campaign;

/** Where campaigns get their money from, and where it goes back to. */
public interface Treasury {
  /**
   * Asks the ledger for a campaign's budget. Never blocks, never fails: an order that got lost is
   * given again by the reconciler, and one that comes twice is decided once.
   */
  void fund(Campaign campaign);
}
