package dev.spillway.wallet.ledger;

import dev.spillway.model.WalletId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A wallet: an owner's accounts, one for each asset. An owner has one wallet. */
public record Wallet(
    WalletId id, String ownerId, @Nullable String label, Status status, Instant createdAt) {
  /** Whether no transfer may leave or arrive. */
  boolean isFrozen() {
    return status == Status.FROZEN;
  }

  /** Whether money may move. */
  public enum Status {
    ACTIVE,
    /** Nothing leaves or arrives; deposits are kept aside until somebody decides. */
    FROZEN;

    /** The word that clients and the database see. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #word()}. */
    public static Status ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
