package dev.spillway.loadtests.contender;

import dev.spillway.model.AccountId;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client's wish to move money, as every contender gets it.
 *
 * @param transfer the id of what it makes
 * @param owner the caller, who must own {@code from}
 * @param key hash of caller, operation and idempotency key
 * @param request hash of the body
 */
public record TransferRequest(
    TransferId transfer,
    String owner,
    WalletId from,
    WalletId to,
    Asset asset,
    Amount amount,
    @Nullable String reference,
    UUID key,
    UUID request) {

  AccountId fromAccount() {
    return AccountId.of(from, asset);
  }

  AccountId toAccount() {
    return AccountId.of(to, asset);
  }
}
