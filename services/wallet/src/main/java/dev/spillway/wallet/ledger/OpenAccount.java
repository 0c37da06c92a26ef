package dev.spillway.wallet.ledger;

import dev.spillway.model.AccountId;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.WalletId;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** An account while a batch works on it; one that the database does not know yet starts empty. */
final class OpenAccount {
  private final AccountId id;
  private final @Nullable WalletId wallet;
  private final Asset asset;
  private final boolean isNew;
  private final BigInteger held;
  private final @Nullable BigInteger floor;
  private final long firstSeq;
  private final long version;
  private BigInteger balance;
  private long seq;

  OpenAccount(
      AccountId id, @Nullable WalletId wallet, Asset asset, Snapshot.@Nullable Account stored) {
    this.id = id;
    this.wallet = wallet;
    this.asset = asset;
    this.isNew = stored == null;
    this.balance = stored == null ? BigInteger.ZERO : stored.balance();
    this.held = stored == null ? BigInteger.ZERO : stored.held();
    // Users' accounts start with a floor of zero; the outside may go below any.
    this.floor = stored != null ? stored.floor() : wallet == null ? null : BigInteger.ZERO;
    this.firstSeq = stored == null ? 0 : stored.lastSeq();
    this.version = stored == null ? 0 : stored.version();
    this.seq = firstSeq;
  }

  /**
   * Whether the amount can be debited: {@code balance − held − amount ≥ floor}, and the column can
   * hold the rest.
   */
  boolean canGive(BigInteger amount) {
    BigInteger rest = balance.subtract(amount);
    return floor == null
        ? rest.negate().compareTo(Amount.LIMIT) < 0
        : rest.subtract(held).compareTo(floor) >= 0;
  }

  /** Whether the amount can be credited: the sum must still fit the column. */
  boolean canTake(BigInteger amount) {
    return balance.add(amount).compareTo(Amount.LIMIT) < 0;
  }

  void add(BigInteger amount) {
    balance = balance.add(amount);
    seq++;
  }

  /** Undoes the latest {@link #add}. */
  void takeBack(BigInteger amount) {
    balance = balance.subtract(amount);
    seq--;
  }

  /** What could be debited now. */
  BigInteger available() {
    return balance.subtract(held);
  }

  boolean hasMoved() {
    return seq > firstSeq;
  }

  boolean isNew() {
    return isNew;
  }

  AccountId id() {
    return id;
  }

  @Nullable WalletId wallet() {
    return wallet;
  }

  Asset asset() {
    return asset;
  }

  BigInteger balance() {
    return balance;
  }

  BigInteger held() {
    return held;
  }

  @Nullable BigInteger floor() {
    return floor;
  }

  /** The number of its latest entry. */
  long seq() {
    return seq;
  }

  /** The version that the account has once the batch has committed. */
  long nextVersion() {
    return version + 1;
  }
}
