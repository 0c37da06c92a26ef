package dev.spillway.wallet.wallet;

import dev.spillway.edge.http.Responses;
import dev.spillway.edge.json.JsonText;
import dev.spillway.edge.problem.Problem;
import dev.spillway.wallet.ledger.Wallet;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** A wallet as clients see it. */
final class WalletJson {
  private WalletJson() {}

  /** The answer to a request for a wallet that has been looked for. */
  static Response shown(Optional<Wallet> found) {
    return found
        .map(it -> Responses.ok(of(it)))
        .orElseThrow(() -> Problem.notFound("wallet").asException());
  }

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
