package dev.spillway.wallet.history;

import dev.spillway.model.Asset;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.TransferKind;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of one account.
 *
 * @param amount in smallest units; negative when it left the wallet
 * @param balance of the account after it
 * @param counterparty the other wallet; null when the other side is the world outside
 */
record Entry(
    long seq,
    TransferId transfer,
    TransferKind kind,
    Asset asset,
    BigInteger amount,
    BigInteger balance,
    @Nullable WalletId counterparty,
    @Nullable String reference,
    Instant createdAt) {}
