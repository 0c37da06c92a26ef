package dev.spillway.giveaway.treasury;

import dev.spillway.edge.events.DeadLetters;
import dev.spillway.edge.events.PoisonException;
import dev.spillway.edge.valkey.ValkeyAwayException;
import dev.spillway.giveaway.campaign.Campaign;
import dev.spillway.giveaway.campaign.CampaignDatabase;
import dev.spillway.giveaway.campaign.CampaignRows;
import dev.spillway.giveaway.campaign.CampaignStatus;
import dev.spillway.giveaway.campaign.Standing;
import dev.spillway.giveaway.claim.Gate;
import dev.spillway.giveaway.kafka.RecordLoop;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.SqlFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * Takes the ledger's results of orders: a campaign opens when its budget lies in the treasury, and
 * is closed when what was left has gone back.
 */
@ApplicationScoped
public class TreasuryResults {
  static final String TOPIC = "giveaway.treasury-results.v1";

  private static final Logger LOG = Logger.getLogger(TreasuryResults.class);
  private static final String GROUP = "giveaway-treasury";
  private static final int BATCH = 100;

  /** How much later a return that was refused is ordered again. */
  private static final Duration AFTER_A_REFUSAL = Duration.ofSeconds(20);

  /** Must exceed what the broker takes, so that the broker is the judge. */
  private static final int LARGEST_LETTER = 2 * 1024 * 1024;

  private static final int STOPS_AT = 100;

  private final CampaignDatabase database;
  private final CampaignRows rows;
  private final Gate gate;
  private final RecordLoop loop;
  private final DeadLetters deadLetters;

  TreasuryResults(
      CampaignDatabase database,
      CampaignRows rows,
      Gate gate,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.database = database;
    this.rows = rows;
    this.gate = gate;
    this.loop = new RecordLoop(kafka, GROUP, List.of(TOPIC), BATCH, this::take, lag -> {});
    this.deadLetters = new DeadLetters(kafka, "giveaway-treasury", ".dlq", LARGEST_LETTER);
  }

  void start(@Observes StartupEvent started) {
    loop.start();
  }

  void stop(@Observes @Priority(STOPS_AT) ShutdownEvent ending) throws InterruptedException {
    loop.stop();
    deadLetters.close();
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    List<CompletionStage<Void>> burials = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        take(TreasuryResult.of(record));
      } catch (PoisonException e) {
        // The reconciler gives the order again, and its result comes again.
        LOG.errorf(
            "treasury_result_not_understood partition=%d offset=%d reason=%s",
            record.partition(), record.offset(), e.detail());
        burials.add(deadLetters.bury(record, e.code(), e.detail()));
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof SQLException)) {
          throw e;
        }
        // One that the database would not take the next time either holds up nobody.
        LOG.errorf(
            e.getCause(),
            "treasury_result_refused_by_database partition=%d offset=%d",
            record.partition(),
            record.offset());
        burials.add(
            deadLetters.bury(
                record,
                ProblemCode.INTERNAL_ERROR,
                "the database does not take it, SQLSTATE " + SqlFailure.stateOf(e)));
      }
    }
    burials.forEach(burial -> burial.toCompletableFuture().join());
  }

  private void take(TreasuryResult result) {
    Optional<Standing> found =
        database.await(connection -> rows.find(connection, result.campaign()));
    if (found.isEmpty()) {
      LOG.warnf("treasury_result_of_no_campaign campaign=%s", result.campaign());
      return;
    }
    Campaign campaign = found.get().campaign();
    switch (result.kind()) {
      case FUND -> funding(campaign, result);
      case RETURN -> returned(campaign, result);
    }
  }

  private void funding(Campaign campaign, TreasuryResult result) {
    if (campaign.status() != CampaignStatus.FUNDING
        || !result.order().equals(campaign.fundingOrder())) {
      return;
    }
    String code = result.code();
    if (code != null) {
      database.await(connection -> rows.fundingFailed(connection, campaign.id(), code));
      LOG.infof("campaign_not_funded campaign=%s code=%s", campaign.id(), code);
      return;
    }
    // Before the status says so: from then on a campaign without a gate is one whose gate was lost,
    // and is rebuilt. Nobody has claimed it before, so there is nothing to fill the gate with.
    // (Unless
    // the database goes away before the next line and Valkey is emptied meanwhile: then some are
    // told
    // again what they were told before, and the ledger decides who is paid.)
    begin(campaign);
    database.await(connection -> rows.funded(connection, campaign.id()));
    LOG.infof("campaign_funded campaign=%s", campaign.id());
  }

  private void returned(Campaign campaign, TreasuryResult result) {
    if (!campaign.status().isEnding() || !result.order().equals(campaign.returnOrder())) {
      return;
    }
    if (result.code() != null) {
      // The money stays in the treasury until what is in the way has gone, such as the freezing of
      // a wallet; somebody may have to look.
      database.await(connection -> rows.postponeReturn(connection, campaign.id(), AFTER_A_REFUSAL));
      LOG.errorf("remainder_not_returned campaign=%s code=%s", campaign.id(), result.code());
      return;
    }
    BigInteger units = result.amount().movePointRight(campaign.asset().scale()).toBigInteger();
    database.await(connection -> rows.closed(connection, campaign.id(), units));
    LOG.infof("campaign_closed campaign=%s", campaign.id());
  }

  /** Without Valkey the reconciler does it when it is back. */
  private void begin(Campaign campaign) {
    try {
      gate.move(campaign, List.of(Gate.State.NONE), Gate.State.OPEN, Gate.NO_TOKEN, false)
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof ValkeyAwayException)) {
        throw e;
      }
      LOG.warnf("gate_not_begun campaign=%s reason=%s", campaign.id(), e.getCause());
    }
  }
}
