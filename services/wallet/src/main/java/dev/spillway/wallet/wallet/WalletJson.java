package dev.spillway.wallet.wallet;

import dev.spillway.edge.json.JsonText;
import dev.spillway.wallet.ledger.Wallet;

/** A wallet as clients see it. */
final class WalletJson {
  private WalletJson() {}

  static String of(Wallet wallet) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", wallet.id().toString());
          json.writeStringField("ownerId", wallet.ownerId());
          json.writeStringField("label", wallet.label());
          json.writeStringField("status", wallet.status().word());
          json.writeStringField("createdAt", wallet.createdAt().toString());
          json.writeEndObject();
        });
  }
}
