package dev.spillway.wallet.ledger;

import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A transfer that stands.
 *
 * @param from the wallet debited; null when the money came from outside
 * @param to the wallet credited; null when it went outside
 * @param createdAt when the ledger posted it, in microseconds; within one account never before an
 *     earlier entry
 */
public record PostedTransfer(
    TransferId id,
    TransferKind kind,
    @Nullable WalletId from,
    @Nullable WalletId to,
    Asset asset,
    Amount amount,
    @Nullable String reference,
    Map<String, String> metadata,
    Instant createdAt) {}
