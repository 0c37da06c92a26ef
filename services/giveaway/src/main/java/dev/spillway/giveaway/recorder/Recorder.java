package dev.spillway.giveaway.recorder;

import dev.spillway.edge.events.DeadLetters;
import dev.spillway.edge.events.PoisonException;
import dev.spillway.giveaway.campaign.CampaignDatabase;
import dev.spillway.giveaway.campaign.CampaignId;
import dev.spillway.giveaway.claim.Claim;
import dev.spillway.giveaway.claim.ClaimId;
import dev.spillway.giveaway.claim.ClaimState;
import dev.spillway.giveaway.claim.Gate;
import dev.spillway.giveaway.kafka.RecordLoop;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.SqlFailure;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * Reads claims and results from Kafka into the database, each kind of a batch in one transaction,
 * and tells the gates. So everything that was promised is in the database shortly after, and nobody
 * had to wait for it.
 *
 * <p>The database first, then the gate, then the offsets: whatever stops it in between, the batch
 * comes again and changes nothing twice. A gate that could not be told holds a claim for one that
 * waits; so the claim is sent again, its result comes again, and the gate hears of it then.
 *
 * <p>What the database refuses for good is halved until the culprit stands alone, and that one is
 * put aside: it holds up nobody.
 */
@ApplicationScoped
public class Recorder {
  /** The consumer group: what it has committed is in the database. */
  public static final String GROUP = "giveaway-recorder";

  private static final Logger LOG = Logger.getLogger(Recorder.class);

  /** Claims in a transaction: some milliseconds' worth. */
  private static final int BATCH = 2_000;

  /** Claims told to a gate at once: Valkey does nothing else meanwhile, a millisecond or two. */
  private static final int TOLD_AT_ONCE = 500;

  /** After the requests have ended, before their events have been sent. */
  private static final int STOPS_AT = 100;

  /** Must exceed what the broker takes, so that the broker is the judge. */
  private static final int LARGEST_LETTER = 2 * 1024 * 1024;

  private final AgroalDataSource pool;
  private final Gate gate;
  private final RecordLoop loop;
  private final DeadLetters deadLetters;
  private final AtomicLong lag = new AtomicLong();
  private final DistributionSummary sizes;
  private final Counter notTold;
  private final Counter poisoned;

  Recorder(
      @DataSource("recorder") AgroalDataSource pool,
      Gate gate,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      MeterRegistry meters) {
    this.pool = pool;
    this.gate = gate;
    this.loop =
        new RecordLoop(
            kafka, GROUP, List.of(Claim.TOPIC, Claim.RESULTS), BATCH, this::take, lag::set);
    this.deadLetters = new DeadLetters(kafka, "giveaway", ".dlq", LARGEST_LETTER);
    this.sizes = meters.summary("spillway.giveaway.recorder.batch");
    this.notTold = meters.counter("spillway.giveaway.recorder.gate.not.told");
    this.poisoned = meters.counter("spillway.giveaway.recorder.dead.letters");
    meters.gauge("spillway.giveaway.recorder.lag", lag);
  }

  void start(@Observes StartupEvent started) {
    loop.start();
  }

  void stop(@Observes @Priority(STOPS_AT) ShutdownEvent ending) throws InterruptedException {
    loop.stop();
    deadLetters.close();
  }

  private void take(ConsumerRecords<byte[], byte[]> records) throws SQLException {
    List<CompletionStage<Void>> burials = new ArrayList<>();
    Batch batch = Batch.of(records, (record, poison) -> poison(record, poison, burials));
    if (!batch.isEmpty()) {
      write(batch.made(), BatchRows::writeMade, burials);
      write(batch.results(), BatchRows::writeResults, burials);
      sizes.record(records.count());
      batch.remembered().forEach(this::tell);
    }
    burials.forEach(burial -> burial.toCompletableFuture().join());
  }

  /** Writes rows within a transaction. */
  @FunctionalInterface
  private interface Write<T> {
    void rows(Connection connection, List<T> rows) throws SQLException;
  }

  private <T> void write(
      List<Batch.Said<T>> said, Write<T> write, List<CompletionStage<Void>> burials)
      throws SQLException {
    if (said.isEmpty()) {
      return;
    }
    try {
      List<T> rows = said.stream().map(Batch.Said::what).toList();
      CampaignDatabase.transaction(
          pool,
          connection -> {
            write.rows(connection, rows);
            return null;
          });
    } catch (SQLException e) {
      if (SqlFailure.isPassing(e)) {
        throw e;
      }
      if (said.size() == 1) {
        refused(said.getFirst().by(), e, burials);
        return;
      }
      int half = said.size() / 2;
      write(said.subList(0, half), write, burials);
      write(said.subList(half, said.size()), write, burials);
    }
  }

  private void refused(
      ConsumerRecord<byte[], byte[]> record,
      SQLException refusal,
      List<CompletionStage<Void>> burials) {
    LOG.errorf(
        refusal,
        "record_refused_by_database topic=%s partition=%d offset=%d",
        record.topic(),
        record.partition(),
        record.offset());
    poisoned.increment();
    burials.add(
        deadLetters.bury(
            record,
            ProblemCode.INTERNAL_ERROR,
            "the database does not take it, SQLSTATE " + SqlFailure.stateOf(refusal)));
  }

  /** Claims that nobody can read are the ledger's to bury, which reads them too. */
  private void poison(
      ConsumerRecord<byte[], byte[]> record,
      PoisonException poison,
      List<CompletionStage<Void>> burials) {
    LOG.warnf(
        "record_not_understood topic=%s partition=%d offset=%d reason=%s",
        record.topic(), record.partition(), record.offset(), poison.detail());
    if (record.topic().equals(Claim.RESULTS)) {
      poisoned.increment();
      burials.add(deadLetters.bury(record, poison.code(), poison.detail()));
    }
  }

  private void tell(CampaignId campaign, Map<ClaimId, ClaimState> states) {
    List<CompletableFuture<Void>> told = new ArrayList<>();
    Map<ClaimId, ClaimState> some = new LinkedHashMap<>();
    for (Map.Entry<ClaimId, ClaimState> entry : states.entrySet()) {
      some.put(entry.getKey(), entry.getValue());
      if (some.size() == TOLD_AT_ONCE) {
        told.add(gate.record(campaign, some).toCompletableFuture());
        some = new LinkedHashMap<>();
      }
    }
    if (!some.isEmpty()) {
      told.add(gate.record(campaign, some).toCompletableFuture());
    }
    try {
      CompletableFuture.allOf(told.toArray(CompletableFuture[]::new)).join();
    } catch (RuntimeException e) {
      notTold.increment();
      LOG.debugf("gate_not_told campaign=%s reason=%s", campaign, e);
    }
  }
}
