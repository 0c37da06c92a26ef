package dev.spillway.giveaway.treasury;

import static dev.spillway.model.ProblemCode.MALFORMED_REQUEST;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spillway.edge.events.CloudEvent;
import dev.spillway.edge.events.PoisonException;
import dev.spillway.edge.events.WellFormed;
import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.model.Ids;
import java.math.BigDecimal;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What came of an order.
 *
 * @param amount what was moved, in units of the asset; zero when it was rejected
 * @param code why it was rejected; null when it was posted
 */
record TreasuryResult(
    UUID order, CampaignId campaign, OrderKind kind, BigDecimal amount, @Nullable String code) {

  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,38}(?:\\.[0-9]{1,38})?");

  static TreasuryResult of(ConsumerRecord<byte[], byte[]> record) throws PoisonException {
    JsonNode data = CloudEvent.of(record).data();
    String kind = text(data, "kind");
    String result = text(data, "result");
    boolean posted = result.equals("posted");
    if (!posted && !result.equals("rejected")) {
      throw malformed("result is neither posted nor rejected");
    }
    return new TreasuryResult(
        id(data, "orderId"),
        new CampaignId(id(data, "campaignId")),
        switch (kind) {
          case "fund" -> OrderKind.FUND;
          case "return" -> OrderKind.RETURN;
          default -> throw malformed("kind is neither fund nor return");
        },
        posted ? amount(text(data, "amount")) : BigDecimal.ZERO,
        posted ? null : text(data, "code"));
  }

  private static BigDecimal amount(String text) throws PoisonException {
    if (!AMOUNT.matcher(text).matches()) {
      throw malformed("amount is not an amount");
    }
    return new BigDecimal(text);
  }

  private static UUID id(JsonNode data, String field) throws PoisonException {
    return Ids.parse(text(data, field)).orElseThrow(() -> malformed(field + " is not an id"));
  }

  private static String text(JsonNode data, String field) throws PoisonException {
    JsonNode value = data.path(field);
    if (!value.isTextual()) {
      throw malformed(field + " is missing or not text");
    }
    return WellFormed.text(field, value.textValue());
  }

  private static PoisonException malformed(String detail) {
    return new PoisonException(MALFORMED_REQUEST, detail);
  }
}
