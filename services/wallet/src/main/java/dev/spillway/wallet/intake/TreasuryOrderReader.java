package dev.spillway.wallet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spillway.edge.events.PoisonException;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.OrderKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads {@code giveaway.treasury-orders.v1}. */
final class TreasuryOrderReader implements EventReader {
  /** One order posts as many transfers, which must fit into a transaction with room for others. */
  static final int MOST_STRIPES = 64;

  private final Function<String, Optional<Asset>> assets;
  private final int maxBytes;

  TreasuryOrderReader(Function<String, Optional<Asset>> assets, int maxBytes) {
    this.assets = assets;
    this.maxBytes = maxBytes;
  }

  @Override
  public Request read(ConsumerRecord<byte[], byte[]> record) throws PoisonException {
    EventFields fields = EventFields.of(record, maxBytes);
    OrderKind kind = kind(fields.text("kind"));
    // An unknown asset is an order's to be told of: who sent it waits for a result.
    Asset asset = assets.apply(fields.text("asset")).orElse(null);
    return new Request.ForTreasury(
        fields.id("orderId"),
        fields.id("campaignId"),
        kind,
        fields.owner("ownerId"),
        treasury(fields.field("treasuryWalletIds")),
        asset,
        amount(fields, kind, asset),
        fields.traceparent());
  }

  private static OrderKind kind(String word) throws PoisonException {
    return switch (word) {
      case "fund" -> OrderKind.FUND;
      case "return" -> OrderKind.RETURN;
      default -> throw EventFields.malformed("kind is neither fund nor return");
    };
  }

  private static List<WalletId> treasury(JsonNode ids) throws PoisonException {
    if (!ids.isArray() || ids.isEmpty() || ids.size() > MOST_STRIPES) {
      throw EventFields.malformed(
          "treasuryWalletIds is not a list of 1 to " + MOST_STRIPES + " wallets");
    }
    List<WalletId> treasury = new ArrayList<>();
    for (JsonNode id : ids) {
      treasury.add(new WalletId(EventFields.id("treasuryWalletIds", id)));
    }
    if (new HashSet<>(treasury).size() < treasury.size()) {
      throw EventFields.malformed("treasuryWalletIds has a wallet twice");
    }
    return treasury;
  }

  private static @Nullable Amount amount(EventFields fields, OrderKind kind, @Nullable Asset asset)
      throws PoisonException {
    return switch (kind) {
      case FUND -> asset == null ? null : fields.amount("amount", asset);
      case RETURN -> null;
    };
  }
}
