package dev.spillway.wallet.transfer;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spillway.model.Asset;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.PostedTransfer;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A transfer as clients see it. */
final class TransferJson {
  private TransferJson() {}

  static void write(JsonGenerator json, PostedTransfer transfer) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", transfer.id().toString());
    json.writeStringField("kind", transfer.kind().word());
    json.writeStringField("status", "posted");
    json.writeStringField("from", side(transfer.from(), transfer.asset()));
    json.writeStringField("to", side(transfer.to(), transfer.asset()));
    json.writeStringField("asset", transfer.asset().code());
    json.writeStringField("amount", transfer.amount().format(transfer.asset()));
    json.writeStringField("reference", transfer.reference());
    json.writeObjectFieldStart("metadata");
    // By key: a copied map has another order in every process.
    for (Map.Entry<String, String> pair : new TreeMap<>(transfer.metadata()).entrySet()) {
      json.writeStringField(pair.getKey(), pair.getValue());
    }
    json.writeEndObject();
    json.writeStringField("createdAt", transfer.createdAt().toString());
    json.writeEndObject();
  }

  /** A wallet's id, or the name of the world outside, where deposits come from. */
  private static String side(@Nullable WalletId wallet, Asset asset) {
    return wallet == null ? "external:" + asset.code() : wallet.toString();
  }
}
