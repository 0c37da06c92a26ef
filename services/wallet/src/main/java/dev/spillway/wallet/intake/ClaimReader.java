package dev.spillway.wallet.intake;

import static dev.spillway.model.ProblemCode.UNKNOWN_ASSET;

import dev.spillway.edge.events.PoisonException;
import dev.spillway.model.Asset;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.ClaimKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads {@code giveaway.claims.v1}. */
final class ClaimReader implements EventReader {
  private final Function<String, Optional<Asset>> assets;
  private final int maxBytes;

  ClaimReader(Function<String, Optional<Asset>> assets, int maxBytes) {
    this.assets = assets;
    this.maxBytes = maxBytes;
  }

  @Override
  public Request read(ConsumerRecord<byte[], byte[]> record) throws PoisonException {
    EventFields fields = EventFields.of(record, maxBytes);
    Asset asset =
        assets
            .apply(fields.text("asset"))
            .orElseThrow(
                () -> new PoisonException(UNKNOWN_ASSET, "there is no asset of that code"));
    return new Request.ForClaim(
        fields.id("claimId"),
        new ClaimKey(fields.id("campaignId"), fields.owner("ownerId")),
        new WalletId(fields.id("treasuryWalletId")),
        List.of(),
        asset,
        fields.amount("amount", asset),
        fields.traceparent());
  }
}
