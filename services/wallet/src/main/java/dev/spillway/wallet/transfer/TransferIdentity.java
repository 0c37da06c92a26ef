package dev.spillway.wallet.transfer;

import dev.spillway.edge.http.IdempotencyKey;
import dev.spillway.model.Hash128;
import dev.spillway.model.WalletId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a transfer is known by when it is asked for again. Another system that keeps its keys in the
 * same table, as the functions do while paths move over to this service, must keep them under the
 * same ids, or a client that repeats a request and meets the other system moves its money twice.
 */
public final class TransferIdentity {
  private static final String OPERATION = "POST " + TransferResource.PATH;

  private TransferIdentity() {}

  /** What the key of a transfer is kept under. */
  public static UUID key(String ownerId, IdempotencyKey key) {
    return key.scopedTo(ownerId, OPERATION);
  }

  /** By what a request under the same key is told from another, when it has no metadata. */
  public static UUID content(
      WalletId from, WalletId to, String asset, String amount, @Nullable String reference) {
    return content(new TransferRequest.WellFormed(from, to, asset, amount, reference, Map.of()));
  }

  static UUID content(TransferRequest.WellFormed request) {
    List<String> content = new ArrayList<>();
    request.addContentTo(content);
    return Hash128.of(content.toArray(String[]::new));
  }
}
