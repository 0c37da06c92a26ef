package dev.spillway.wallet.http;

import dev.spillway.edge.problem.Problem;
import dev.spillway.model.Ids;
import dev.spillway.model.TransferId;
import dev.spillway.model.WalletId;

/** Reads the ids in paths. What is not an id names nothing, so it is not found. */
public final class PathIds {
  private PathIds() {}

  /** A wallet's id. */
  public static WalletId wallet(String segment) {
    return Ids.parse(segment)
        .map(WalletId::new)
        .orElseThrow(() -> Problem.notFound("wallet").asException());
  }

  /** A transfer's id. */
  public static TransferId transfer(String segment) {
    return Ids.parse(segment)
        .map(TransferId::new)
        .orElseThrow(() -> Problem.notFound("transfer").asException());
  }
}
