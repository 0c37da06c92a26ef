package dev.spillway.wallet.intake;

import dev.spillway.edge.events.DeadLetters;
import dev.spillway.edge.events.PoisonException;
import dev.spillway.model.ProblemCode;
import dev.spillway.model.WalletId;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.Lane;
import dev.spillway.wallet.ledger.Ledger;
import dev.spillway.wallet.ledger.Result;
import dev.spillway.wallet.wallet.WalletsByOwner;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The two places where a topic's record can end, and what it takes to get there. */
final class Destinations {
  private final EventReader reader;
  private final Ledger ledger;
  private final Lane lane;
  private final Duration deadline;
  private final WalletsByOwner wallets;
  private final DeadLetters deadLetters;
  private final IntakeMetrics metrics;

  Destinations(
      EventReader reader,
      Ledger ledger,
      Lane lane,
      Duration deadline,
      WalletsByOwner wallets,
      DeadLetters deadLetters,
      IntakeMetrics metrics) {
    this.reader = reader;
    this.ledger = ledger;
    this.lane = lane;
    this.deadline = deadline;
    this.wallets = wallets;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
  }

  Request read(ConsumerRecord<byte[], byte[]> record) throws PoisonException {
    return reader.read(record);
  }

  CompletionStage<Map<String, WalletId>> walletsOf(Set<String> owners) {
    return wallets.find(owners);
  }

  CompletionStage<Result> submit(Command command) {
    return ledger.submit(command, lane, deadline);
  }

  CompletionStage<Void> bury(
      ConsumerRecord<byte[], byte[]> record, ProblemCode code, String detail) {
    return deadLetters.bury(record, code, detail);
  }

  void settled(Settlement as, @Nullable ProblemCode code) {
    metrics.settled(as, code);
  }
}
