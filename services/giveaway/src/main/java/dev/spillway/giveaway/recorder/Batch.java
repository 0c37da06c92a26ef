package dev.spillway.giveaway.recorder;

import dev.spillway.edge.events.PoisonException;
import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.giveaway.claim.Claim;
import dev.spillway.giveaway.claim.ClaimId;
import dev.spillway.giveaway.claim.ClaimMade;
import dev.spillway.giveaway.claim.ClaimResult;
import dev.spillway.giveaway.claim.ClaimState;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What some records say, each claim and each result once and in the order of claim ids. */
final class Batch {
  private static final Comparator<ClaimId> BY_ID =
      Comparator.comparing(ClaimId::value, Batch::order);

  private final Map<ClaimId, Said<ClaimMade>> made = new TreeMap<>(BY_ID);
  private final Map<ClaimId, Said<ClaimResult>> results = new TreeMap<>(BY_ID);

  /** What a record says, and the record. */
  record Said<T>(T what, ConsumerRecord<byte[], byte[]> by) {}

  /** Reads the records; hands those that cannot be understood to somebody else. */
  static Batch of(
      Iterable<ConsumerRecord<byte[], byte[]>> records,
      BiConsumer<ConsumerRecord<byte[], byte[]>, PoisonException> poison) {
    Batch batch = new Batch();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        batch.add(record);
      } catch (PoisonException e) {
        poison.accept(record, e);
      }
    }
    return batch;
  }

  private void add(ConsumerRecord<byte[], byte[]> record) throws PoisonException {
    if (record.topic().equals(Claim.TOPIC)) {
      ClaimMade one = ClaimMade.of(record);
      made.put(one.claim(), new Said<>(one, record));
    } else {
      ClaimResult one = ClaimResult.of(record);
      // The first is final; the ledger says the same each time.
      results.putIfAbsent(one.claim(), new Said<>(one, record));
    }
  }

  List<Said<ClaimMade>> made() {
    return List.copyOf(made.values());
  }

  List<Said<ClaimResult>> results() {
    return List.copyOf(results.values());
  }

  boolean isEmpty() {
    return made.isEmpty() && results.isEmpty();
  }

  /** What each campaign's gate is to remember; a result goes before the claim that it is of. */
  Map<CampaignId, Map<ClaimId, ClaimState>> remembered() {
    Map<CampaignId, Map<ClaimId, ClaimState>> states = new HashMap<>();
    for (Said<ClaimMade> said : made.values()) {
      ClaimMade one = said.what();
      of(states, one.campaign()).put(one.claim(), new ClaimState.Accepted(one.ownerId()));
    }
    for (Said<ClaimResult> said : results.values()) {
      ClaimResult one = said.what();
      of(states, one.campaign()).put(one.claim(), one.state());
    }
    return states;
  }

  private static Map<ClaimId, ClaimState> of(
      Map<CampaignId, Map<ClaimId, ClaimState>> states, CampaignId campaign) {
    return states.computeIfAbsent(campaign, ignored -> new LinkedHashMap<>());
  }

  /** As databases order UUIDs; Java's own order is by signed halves. */
  private static int order(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }
}
