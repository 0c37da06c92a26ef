package dev.spillway.loadtests.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spillway.model.Amount;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the service's answers promise. */
final class Receipts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Receipts() {}

  /** The id of what was made or found. */
  static UUID id(Answer answer) {
    return UUID.fromString(parse(answer).path("id").textValue());
  }

  /** How a claim stands. */
  static GiveawayEvidence.Ending ending(Answer answer) {
    JsonNode claim = parse(answer);
    String transfer = claim.path("transferId").textValue();
    return new GiveawayEvidence.Ending(
        claim.path("status").asText(),
        transfer == null ? null : UUID.fromString(transfer),
        claim.path("code").textValue());
  }

  /** How a campaign stands. */
  static GiveawayEvidence.Shown campaign(Answer answer) {
    JsonNode campaign = parse(answer);
    return new GiveawayEvidence.Shown(
        campaign.path("status").asText(),
        campaign.path("claimed").asLong(-1),
        campaign.path("credited").asLong(-1),
        campaign.path("remaining").asLong(-1));
  }

  /** The wallet that holds a campaign's budget. */
  static UUID treasury(Answer answer) {
    return UUID.fromString(parse(answer).path("treasuryWalletId").textValue());
  }

  static Promise transfer(Order order, Answer answer) {
    return answer.accepted() ? posted(parse(answer)) : new Promise.Refused(order.reference());
  }

  /** One promise for each order, in their order; an atomic batch that is refused posts none. */
  static List<Promise> batch(List<Order> orders, Answer answer) {
    List<Promise> promises = new ArrayList<>();
    JsonNode items = parse(answer).path("items");
    for (int i = 0; i < orders.size(); i++) {
      JsonNode item = items.path(i);
      promises.add(
          item.path("status").asText().equals("posted")
              ? posted(item.path("transfer"))
              : new Promise.Refused(orders.get(i).reference()));
    }
    return promises;
  }

  /** What a wallet has of each asset, those of which it has nothing left out. */
  static Map<String, BigInteger> balances(Answer answer) {
    Map<String, BigInteger> balances = new HashMap<>();
    for (JsonNode balance : parse(answer).path("balances")) {
      BigInteger units = new BigDecimal(balance.path("total").textValue()).unscaledValue();
      if (units.signum() != 0) {
        balances.put(balance.path("asset").textValue(), units);
      }
    }
    return balances;
  }

  private static Promise posted(JsonNode transfer) {
    String code = transfer.path("asset").textValue();
    return new Promise.Posted(
        UUID.fromString(transfer.path("id").textValue()),
        UUID.fromString(transfer.path("from").textValue()),
        UUID.fromString(transfer.path("to").textValue()),
        code,
        Crowd.ASSETS.stream()
            .filter(asset -> asset.code().equals(code))
            .map(asset -> Amount.parse(transfer.path("amount").textValue(), asset).units())
            .findFirst()
            .orElseThrow(),
        transfer.path("reference").textValue());
  }

  private static JsonNode parse(Answer answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + answer, e);
    }
  }
}
