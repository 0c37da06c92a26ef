package dev.spillway.model;

/** Who can own a wallet: whoever a token's {@code sub} names, and the services themselves. */
public final class Owners {
  /** What the names of the services' own wallets begin with; nobody's token may. */
  public static final String RESERVED = "spillway:";

  private Owners() {}

  /** Whether the name is kept for the services: whoever came with it would own their wallets. */
  public static boolean isReserved(String ownerId) {
    return ownerId.startsWith(RESERVED);
  }
}
