package dev.spillway.giveaway.campaign;

/**
 * How many claims there are, as recorded; all of one moment.
 *
 * @param claimed claims that were accepted
 * @param credited of these, those that the ledger has credited
 * @param rejected of these, those that the ledger has rejected
 * @param freed of the rejected, those whose place somebody else may have
 */
public record Progress(long claimed, long credited, long rejected, long freed) {
  /** Nobody has come yet. */
  public static final Progress NONE = new Progress(0, 0, 0, 0);

  /** Places that nobody has. */
  public long remaining(long places) {
    return Math.max(0, places - claimed + freed);
  }
}
