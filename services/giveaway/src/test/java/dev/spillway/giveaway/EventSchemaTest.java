package dev.spillway.giveaway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.giveaway.campaign.CampaignStatus;
import dev.spillway.giveaway.claim.Claim;
import dev.spillway.giveaway.claim.ClaimId;
import dev.spillway.giveaway.kafka.Event;
import dev.spillway.giveaway.treasury.TreasuryOrders;
import dev.spillway.model.Amount;
import dev.spillway.model.Asset;
import dev.spillway.model.Ids;
import dev.spillway.model.WalletId;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaves is as docs/events says. */
class EventSchemaTest {
  private static final Campaign CAMPAIGN =
      new Campaign(
          new CampaignId(Ids.next()),
          "creator",
          "Test",
          new Asset("USDT", 6, "Tether USD"),
          new Amount(BigInteger.TEN),
          new Amount(BigInteger.valueOf(1_000)),
          Instant.EPOCH,
          Instant.EPOCH.plusSeconds(1),
          List.of(new WalletId(Ids.next()), new WalletId(Ids.next())),
          CampaignStatus.FUNDING,
          null);

  @Test
  void claims_are_as_described() throws Exception {
    fits(Claim.event(CAMPAIGN, ClaimId.of(CAMPAIGN.id(), "ülo \"x\""), "ülo \"x\"", null));
  }

  @Test
  void orders_are_as_described() throws Exception {
    fits(TreasuryOrders.funding(CAMPAIGN));
    fits(TreasuryOrders.returning(CAMPAIGN));
  }

  private static void fits(Event event) throws Exception {
    String schema =
        Files.readString(Path.of("..", "..", "docs", "events", event.topic() + ".json"));
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(new ObjectMapper().readTree(event.data())))
        .as(event.data())
        .isEmpty();
  }
}
