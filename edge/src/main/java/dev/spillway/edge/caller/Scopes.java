package dev.spillway.edge.caller;

/** What a token may allow, as its {@code scope} claim names it. */
public final class Scopes {
  /** One's own wallet. */
  public static final String WALLET = "wallet";

  /** Every wallet. */
  public static final String WALLET_ADMIN = "wallet.admin";

  /** Making campaigns and closing one's own. */
  public static final String GIVEAWAY_ADMIN = "giveaway.admin";

  private Scopes() {}
}
