package dev.spillway.wallet.intake;

import static dev.spillway.model.ProblemCode.UNKNOWN_ASSET;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spillway.edge.events.PoisonException;
import dev.spillway.edge.events.WellFormed;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.Ids;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads {@code wallet.deposits.v1}. */
final class DepositReader implements EventReader {
  private static final int REFERENCE_CHARACTERS = 140;

  private final Function<String, Optional<Asset>> assets;
  private final int maxBytes;

  DepositReader(Function<String, Optional<Asset>> assets, int maxBytes) {
    this.assets = assets;
    this.maxBytes = maxBytes;
  }

  @Override
  public Request read(ConsumerRecord<byte[], byte[]> record) throws PoisonException {
    EventFields fields = EventFields.of(record, maxBytes);
    String source = fields.event().source();
    String depositId = fields.text("depositId");
    WalletId wallet = new WalletId(fields.id("walletId"));
    Asset asset =
        assets
            .apply(fields.text("asset"))
            .orElseThrow(
                () -> new PoisonException(UNKNOWN_ASSET, "there is no asset of that code"));
    Amount amount = fields.amount("amount", asset);
    return new Request.ForDeposit(
        new Command.Deposit(
            new TransferId(Ids.next()),
            wallet,
            asset,
            amount,
            reference(fields.field("reference")),
            Hash128.of("event", source, fields.event().id()),
            Hash128.of("deposit", source, depositId),
            fingerprint(wallet, asset, amount),
            fields.traceparent()));
  }

  private static UUID fingerprint(WalletId wallet, Asset asset, Amount amount) {
    return Hash128.of(wallet.toString(), asset.code(), amount.units().toString());
  }

  private static @Nullable String reference(JsonNode value) throws PoisonException {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()
        || value.textValue().codePointCount(0, value.textValue().length()) > REFERENCE_CHARACTERS) {
      throw EventFields.malformed(
          "reference is not a string of at most " + REFERENCE_CHARACTERS + " characters");
    }
    return WellFormed.text("reference", value.textValue());
  }
}
