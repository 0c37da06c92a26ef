package dev.spillway.wallet.ledger;

/** Which share of the queue a command waits in, so that one kind of work cannot starve another. */
public enum Lane {
  /** What clients ask for now and may be told to ask for later. */
  CROWD,
  /**
   * Money that is already promised: deposits, captures, treasuries. Never shed, only made to wait
   * outside.
   */
  PROMISED,
  /**
   * The claims of giveaways: promised too, but they come in floods that deposits must not wait for.
   */
  CLAIMS
}
