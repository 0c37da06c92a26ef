package dev.spillway.wallet.intake;

import static dev.spillway.model.ProblemCode.INVALID_AMOUNT;
import static dev.spillway.model.ProblemCode.MALFORMED_REQUEST;
import static dev.spillway.model.ProblemCode.PAYLOAD_TOO_LARGE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spillway.edge.events.CloudEvent;
import dev.spillway.edge.events.PoisonException;
import dev.spillway.edge.events.WellFormed;
import dev.spillway.edge.trace.TraceParent;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import dev.spillway.model.InvalidAmountException;
import dev.spillway.model.Owners;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** An event's fields; each is there and as it should be, or the event is poison. */
record EventFields(CloudEvent event) {
  /** As long as a token's {@code sub} may be (OpenID Connect Core 1.0 §2). */
  private static final int OWNER_CHARACTERS = 255;

  static EventFields of(ConsumerRecord<byte[], byte[]> record, int maxBytes)
      throws PoisonException {
    if (record.serializedValueSize() > maxBytes) {
      throw new PoisonException(PAYLOAD_TOO_LARGE, "an event has at most " + maxBytes + " bytes");
    }
    CloudEvent event = CloudEvent.of(record);
    if (!event.data().isObject()) {
      throw malformed("the data is not a JSON object");
    }
    return new EventFields(event);
  }

  JsonNode field(String name) {
    return event.data().path(name);
  }

  String text(String name) throws PoisonException {
    return text(name, field(name));
  }

  static String text(String name, JsonNode value) throws PoisonException {
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw malformed(name + " is not a string with something in it");
    }
    return WellFormed.text(name, value.textValue());
  }

  UUID id(String name) throws PoisonException {
    return id(name, field(name));
  }

  static UUID id(String name, JsonNode value) throws PoisonException {
    return Ids.parse(text(name, value)).orElseThrow(() -> malformed(name + " is not an id"));
  }

  /** A person; the services' own wallets are nobody's to claim with or to pay from. */
  String owner(String name) throws PoisonException {
    String owner = text(name);
    if (owner.length() > OWNER_CHARACTERS || Owners.isReserved(owner)) {
      throw malformed(name + " is not an owner");
    }
    return owner;
  }

  Amount amount(String name, Asset asset) throws PoisonException {
    try {
      return Amount.parse(text(name), asset);
    } catch (InvalidAmountException e) {
      throw new PoisonException(INVALID_AMOUNT, String.valueOf(e.getMessage()));
    }
  }

  @Nullable String traceparent() {
    return TraceParent.parse(event.traceparent()).map(TraceParent::of).orElse(null);
  }

  static PoisonException malformed(String detail) {
    return new PoisonException(MALFORMED_REQUEST, detail);
  }
}
