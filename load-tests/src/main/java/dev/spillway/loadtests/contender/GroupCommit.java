package dev.spillway.loadtests.contender;

import dev.spillway.loadtests.books.BenchDatabase;
import dev.spillway.wallet.ledger.Answer;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.GroupCommitLedger;
import dev.spillway.wallet.ledger.Lane;
import dev.spillway.wallet.ledger.Ledger;
import dev.spillway.wallet.ledger.LedgerObserver;
import dev.spillway.wallet.ledger.LedgerSettings;
import dev.spillway.wallet.ledger.Outcome;
import dev.spillway.wallet.ledger.Result;
import dev.spillway.wallet.outbox.TransferEvents;
import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Spillway's ledger at its in-process door, with the settings a pod starts with. */
public final class GroupCommit implements Contender {
  /** What the service gives a client's command. */
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private static final int UNAVAILABLE = 503;

  private final AgroalDataSource pool;
  private final Ledger ledger;

  public GroupCommit(BenchDatabase database) throws SQLException {
    this(database, LedgerSettings.defaults());
  }

  public GroupCommit(BenchDatabase database, LedgerSettings settings) throws SQLException {
    Map<String, String> properties = new HashMap<>(GroupCommitLedger.DRIVER_PROPERTIES);
    properties.put("options", "-c enable_seqscan=off");
    pool = FixedPool.of(database, name(), settings.writers(), properties);
    ledger =
        new GroupCommitLedger(
            pool,
            settings,
            new TransferEvents(),
            (verdict, _, _) -> {
              throw new IllegalStateException("nobody asked for a verdict: " + verdict);
            },
            _ -> CompletableFuture.completedStage(null),
            LedgerObserver.NONE,
            InstantSource.system());
  }

  @Override
  public String name() {
    return "spillway";
  }

  @Override
  public Answer transfer(TransferRequest request) throws Exception {
    Result result =
        ledger.submit(command(request), Lane.CROWD, DEADLINE).toCompletableFuture().get();
    return switch (result) {
      case Result.Decided decided -> decided.answer() == null ? unanswered() : decided.answer();
      case Result.Replayed replayed -> replayed.answer();
      case Result.Recovered recovered -> recovered.answer();
      case Result.Shed _ -> new Answer(UNAVAILABLE, null, "");
    };
  }

  private static Answer unanswered() {
    throw new IllegalStateException("a keyed command is decided with an answer");
  }

  private static Command command(TransferRequest request) {
    return new Command.Transfer(
        new Command.TransferOrder(
            request.transfer(),
            request.from(),
            request.to(),
            request.asset(),
            request.amount(),
            request.reference(),
            Map.of()),
        new Command.Caller(request.owner(), false),
        new Command.Idempotency(
            request.key(), request.request(), outcome -> render(request, outcome)),
        null);
  }

  private static Answer render(TransferRequest request, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Posted(var transfer) ->
          new Answer(
              201,
              "/v1/transfers/" + transfer.id(),
              TransferJson.of(request, transfer.createdAt()));
      case Outcome.Refused(var code, _) -> Problems.of(code);
      default -> throw new IllegalStateException("not an outcome of a transfer: " + outcome);
    };
  }

  @Override
  public void close() {
    ledger.close();
    pool.close();
  }
}
