package dev.spillway.wallet.intake;

import dev.spillway.edge.events.DeadLetters;
import dev.spillway.edge.events.PoisonException;
import dev.spillway.model.ProblemCode;
import dev.spillway.wallet.ledger.Lane;
import dev.spillway.wallet.ledger.Ledger;
import dev.spillway.wallet.ledger.Result;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The two places where a record can end. */
final class Destinations {
  private final DepositReader reader;
  private final Ledger ledger;
  private final Duration deadline;
  private final DeadLetters deadLetters;
  private final IntakeMetrics metrics;

  Destinations(
      DepositReader reader,
      Ledger ledger,
      Duration deadline,
      DeadLetters deadLetters,
      IntakeMetrics metrics) {
    this.reader = reader;
    this.ledger = ledger;
    this.deadline = deadline;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
  }

  CompletionStage<Result> submit(ConsumerRecord<byte[], byte[]> record) throws PoisonException {
    return ledger.submit(reader.read(record), Lane.PROMISED, deadline);
  }

  CompletionStage<Void> bury(
      ConsumerRecord<byte[], byte[]> record, ProblemCode code, String detail) {
    return deadLetters.bury(record, code, detail);
  }

  void settled(Settlement as, @Nullable ProblemCode code) {
    metrics.settled(as, code);
  }
}
