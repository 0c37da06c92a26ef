package dev.spillway.wallet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spillway.edge.events.PoisonException;
import dev.spillway.model.Asset;
import dev.spillway.wallet.EventSchema;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** The schemas of what the giveaway service sends say what the readers do. */
class GiveawaySchemaTest {
  private static final Asset USDT = new Asset("USDT", 6, "Tether USD");
  private static final String ID = "01936f3e-7a10-7c3e-9b1a-2f6f3f0c9a11";
  private static final String CLAIM =
      """
      {"claimId":"%s","campaignId":"%s","ownerId":"alice","treasuryWalletId":"%s","asset":"USDT","amount":"10"}"""
          .formatted(ID, ID, ID);
  private static final String ORDER =
      """
      {"orderId":"%s","campaignId":"%s","kind":"fund","ownerId":"carol","treasuryWalletIds":["%s"],"asset":"USDT","amount":"10"}"""
          .formatted(ID, ID, ID);

  @Test
  void what_the_schema_of_claims_allows_is_read_and_nothing_else() throws Exception {
    EventReader reader = new ClaimReader(GiveawaySchemaTest::asset, 65_536);
    agree(reader, Giveaway.CLAIMS, true, List.of(CLAIM, CLAIM.replace("{", "{\"more\":1,")));
    agree(
        reader,
        Giveaway.CLAIMS,
        false,
        List.of(
            CLAIM.replace("\"claimId\"", "\"id\""),
            CLAIM.replace("\"campaignId\"", "\"id\""),
            CLAIM.replace("\"ownerId\"", "\"id\""),
            CLAIM.replace("\"treasuryWalletId\"", "\"id\""),
            CLAIM.replace("\"amount\"", "\"id\""),
            CLAIM.replace("alice", ""),
            CLAIM.replace("alice", "spillway:alice"),
            CLAIM.replace("alice", "a".repeat(256)),
            CLAIM.replace("\"10\"", "10"),
            CLAIM.replace("\"10\"", "\"0\""),
            CLAIM.replace("\"10\"", "\"-1\""),
            CLAIM.replace(ID, "1")));
  }

  @Test
  void what_the_schema_of_orders_allows_is_read_and_nothing_else() throws Exception {
    EventReader reader = new TreasuryOrderReader(GiveawaySchemaTest::asset, 65_536);
    String many = "\"01936f3e-7a10-7c3e-9b1a-2f6f3f0c%04d\"";
    agree(
        reader,
        Giveaway.ORDERS,
        true,
        List.of(
            ORDER,
            ORDER.replace("USDT", "DOGE"),
            ORDER.replace("fund", "return"),
            ORDER.replace("fund", "return").replace(",\"amount\":\"10\"", ""),
            ORDER.replace("[\"" + ID + "\"]", list(many, 64))));
    agree(
        reader,
        Giveaway.ORDERS,
        false,
        List.of(
            ORDER.replace("\"fund\"", "\"spend\""),
            ORDER.replace(",\"amount\":\"10\"", ""),
            ORDER.replace("\"10\"", "\"0\""),
            ORDER.replace("carol", "spillway:carol"),
            ORDER.replace("[\"" + ID + "\"]", "[]"),
            ORDER.replace("[\"" + ID + "\"]", "\"" + ID + "\""),
            ORDER.replace("[\"" + ID + "\"]", "[\"" + ID + "\",\"" + ID + "\"]"),
            ORDER.replace("[\"" + ID + "\"]", list(many, 65)),
            ORDER.replace("[\"" + ID + "\"]", "[1]"),
            ORDER.replace("\"orderId\"", "\"id\"")));
  }

  private static String list(String form, int size) {
    StringBuilder list = new StringBuilder("[");
    for (int i = 0; i < size; i++) {
      list.append(i == 0 ? "" : ",").append(form.formatted(i));
    }
    return list.append(']').toString();
  }

  private static void agree(EventReader reader, String topic, boolean good, List<String> events)
      throws Exception {
    for (String data : events) {
      assertThat(EventSchema.of(topic).violations(new ObjectMapper().readTree(data)).isEmpty())
          .as("the schema on " + data)
          .isEqualTo(good);
      assertThat(isRead(reader, topic, data)).as("the reader on " + data).isEqualTo(good);
    }
  }

  private static boolean isRead(EventReader reader, String topic, String data) {
    ProducerRecord<byte[], byte[]> sent = Giveaway.record(topic, ID, data);
    try {
      reader.read(
          new ConsumerRecord<>(
              topic,
              0,
              0,
              0,
              TimestampType.CREATE_TIME,
              sent.key().length,
              sent.value().length,
              sent.key(),
              sent.value(),
              sent.headers(),
              Optional.empty()));
      return true;
    } catch (PoisonException refused) {
      return false;
    }
  }

  private static Optional<Asset> asset(String code) {
    return Optional.of(USDT).filter(asset -> asset.code().equals(code));
  }
}
