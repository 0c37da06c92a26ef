package dev.spillway.wallet.intake;

import static dev.spillway.model.ProblemCode.INVALID_AMOUNT;
import static dev.spillway.model.ProblemCode.MALFORMED_REQUEST;
import static dev.spillway.model.ProblemCode.PAYLOAD_TOO_LARGE;
import static dev.spillway.model.ProblemCode.UNKNOWN_ASSET;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spillway.edge.events.CloudEvent;
import dev.spillway.edge.events.PoisonException;
import dev.spillway.edge.events.WellFormed;
import dev.spillway.edge.trace.TraceParent;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Hash128;
import dev.spillway.model.Ids;
import dev.spillway.model.InvalidAmountException;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Makes a command of a record of {@code wallet.deposits.v1}. */
final class DepositReader {
  private static final int REFERENCE_CHARACTERS = 140;

  private final Function<String, Optional<Asset>> assets;
  private final int maxBytes;

  DepositReader(Function<String, Optional<Asset>> assets, int maxBytes) {
    this.assets = assets;
    this.maxBytes = maxBytes;
  }

  /**
   * Reads a deposit. Each call gives it a new transfer id, for each is a new attempt; what makes a
   * repetition harmless is hashed from the event alone.
   */
  Command.Deposit read(ConsumerRecord<byte[], byte[]> record) throws PoisonException {
    if (record.serializedValueSize() > maxBytes) {
      throw new PoisonException(
          PAYLOAD_TOO_LARGE, "a deposit event has at most " + maxBytes + " bytes");
    }
    CloudEvent event = CloudEvent.of(record);
    JsonNode data = event.data();
    if (!data.isObject()) {
      throw new PoisonException(MALFORMED_REQUEST, "the data is not a JSON object");
    }
    String depositId = text(data, "depositId");
    WalletId wallet = wallet(text(data, "walletId"));
    Asset asset = asset(text(data, "asset"));
    Amount amount = amount(text(data, "amount"), asset);
    return new Command.Deposit(
        new TransferId(Ids.next()),
        wallet,
        asset,
        amount,
        reference(data.path("reference")),
        Hash128.of("event", event.source(), event.id()),
        Hash128.of("deposit", event.source(), depositId),
        fingerprint(wallet, asset, amount),
        TraceParent.parse(event.traceparent()).map(TraceParent::of).orElse(null));
  }

  private static UUID fingerprint(WalletId wallet, Asset asset, Amount amount) {
    return Hash128.of(wallet.toString(), asset.code(), amount.units().toString());
  }

  private static String text(JsonNode data, String name) throws PoisonException {
    JsonNode value = data.path(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new PoisonException(MALFORMED_REQUEST, name + " is not a string with something in it");
    }
    return WellFormed.text(name, value.textValue());
  }

  private static WalletId wallet(String id) throws PoisonException {
    return Ids.parse(id)
        .map(WalletId::new)
        .orElseThrow(() -> new PoisonException(MALFORMED_REQUEST, "walletId is not a wallet's id"));
  }

  private Asset asset(String code) throws PoisonException {
    return assets
        .apply(code)
        .orElseThrow(() -> new PoisonException(UNKNOWN_ASSET, "there is no asset of that code"));
  }

  private static Amount amount(String text, Asset asset) throws PoisonException {
    try {
      return Amount.parse(text, asset);
    } catch (InvalidAmountException e) {
      throw new PoisonException(INVALID_AMOUNT, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable String reference(JsonNode value) throws PoisonException {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()
        || value.textValue().codePointCount(0, value.textValue().length()) > REFERENCE_CHARACTERS) {
      throw new PoisonException(
          MALFORMED_REQUEST,
          "reference is not a string of at most " + REFERENCE_CHARACTERS + " characters");
    }
    return WellFormed.text("reference", value.textValue());
  }
}
