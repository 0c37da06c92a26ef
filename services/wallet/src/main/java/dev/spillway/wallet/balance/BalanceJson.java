package dev.spillway.wallet.balance;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spillway.edge.asset.Assets;
import dev.spillway.edge.json.JsonText;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.WalletId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Balances as clients see them. */
@ApplicationScoped
class BalanceJson {
  private static final Logger LOG = Logger.getLogger(BalanceJson.class);

  private final Assets assets;

  BalanceJson(Assets assets) {
    this.assets = assets;
  }

  String of(WalletId wallet, Instant asOf, List<AccountBalance> balances) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("walletId", wallet.toString());
          json.writeStringField("asOf", asOf.toString());
          json.writeArrayFieldStart("balances");
          for (AccountBalance one : byAsset(balances)) {
            write(json, one);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static List<AccountBalance> byAsset(List<AccountBalance> balances) {
    return balances.stream().sorted(Comparator.comparing(AccountBalance::asset)).toList();
  }

  private void write(JsonGenerator json, AccountBalance one) throws IOException {
    Optional<Asset> known = assets.byCode(one.asset());
    if (known.isEmpty()) {
      // Without its scale the amount cannot be told; that is for an operator to put right.
      LOG.errorf("balance.asset_not_configured asset=%s", one.asset());
      return;
    }
    Asset asset = known.get();
    json.writeStartObject();
    json.writeStringField("asset", asset.code());
    json.writeStringField("available", Amount.format(one.balance().subtract(one.held()), asset));
    json.writeStringField("held", Amount.format(one.held(), asset));
    json.writeStringField("total", Amount.format(one.balance(), asset));
    json.writeNumberField("version", one.version());
    json.writeEndObject();
  }
}
