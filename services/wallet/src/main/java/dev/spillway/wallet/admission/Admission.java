package dev.spillway.wallet.admission;

import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.Lane;
import dev.spillway.wallet.ledger.Ledger;
import dev.spillway.wallet.ledger.Result;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The way of every client's command into the ledger. */
@ApplicationScoped
public class Admission {
  private final Ledger ledger;

  Admission(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Submits a client's command, or sheds it at once when it would have to wait too long. Never
   * blocks.
   */
  public CompletionStage<Result> submit(Command command) {
    return ledger.submit(command, Lane.CROWD, Duration.ofSeconds(2));
  }
}
