package dev.spillway.giveaway.treasury;

import dev.spillway.edge.json.JsonText;
import dev.spillway.edge.trace.TraceParent;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.Treasury;
import dev.spillway.giveaway.kafka.Event;
import dev.spillway.giveaway.kafka.EventSender;
import dev.spillway.model.WalletId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * Orders to the ledger. An order has a name that follows from its campaign, and the ledger decides
 * each name once: an order may be given as often as it takes.
 */
@ApplicationScoped
public class TreasuryOrders implements Treasury {
  static final String TOPIC = "giveaway.treasury-orders.v1";

  private final EventSender events;

  TreasuryOrders(EventSender events) {
    this.events = events;
  }

  @Override
  public void fund(Campaign campaign) {
    give(funding(campaign));
  }

  /**
   * Orders what is left to go back to the creator. Only when every accepted claim has its result.
   */
  public void returnRemainder(Campaign campaign) {
    give(returning(campaign));
  }

  /** The order to move a campaign's budget into its treasury. */
  public static Event funding(Campaign campaign) {
    return event(campaign, OrderKind.FUND, campaign.fundingOrder());
  }

  /** The order to move what is left back. */
  public static Event returning(Campaign campaign) {
    return event(campaign, OrderKind.RETURN, campaign.returnOrder());
  }

  private void give(Event order) {
    // Whoever loses it gives it again: the reconciler looks for campaigns that wait for a result.
    var unused = events.send(order);
  }

  private static Event event(Campaign campaign, OrderKind kind, UUID order) {
    return new Event(
        TOPIC,
        campaign.id().toString(),
        order.toString(),
        data(campaign, kind, order),
        TraceParent.current());
  }

  private static String data(Campaign campaign, OrderKind kind, UUID order) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("orderId", order.toString());
          json.writeStringField("campaignId", campaign.id().toString());
          json.writeStringField("kind", kind.word());
          json.writeStringField("ownerId", campaign.creatorId());
          json.writeArrayFieldStart("treasuryWalletIds");
          for (WalletId treasury : campaign.treasuries()) {
            json.writeString(treasury.toString());
          }
          json.writeEndArray();
          json.writeStringField("asset", campaign.asset().code());
          if (kind == OrderKind.FUND) {
            json.writeStringField("amount", campaign.budget().format(campaign.asset()));
          }
          json.writeEndObject();
        });
  }
}
