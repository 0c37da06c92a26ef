package dev.spillway.gatling;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;

import io.gatling.javaapi.core.Assertion;
import java.util.ArrayList;
import java.util.List;

/** What is promised to clients. Times are in milliseconds. */
final class Goals {
  private Goals() {}

  /** Times of an ordinary hour, and so many of a hundred requests served at the first try. */
  static List<Assertion> quick(double atFirstTry) {
    return goals(atFirstTry, 50, 50, 100, 100);
  }

  /** Times in a giveaway. */
  static List<Assertion> quickEnough(double atFirstTry) {
    return goals(atFirstTry, 150, 250, 250, 500);
  }

  static Assertion claimsWithin(int millis) {
    return details("claim").responseTime().percentile(99).lte(millis);
  }

  static Assertion atFirstTry(double percent) {
    return global().successfulRequests().percent().gte(percent);
  }

  private static List<Assertion> goals(
      double atFirstTry, int claim, int balances, int transfer, int entries) {
    List<Assertion> goals = new ArrayList<>();
    goals.add(atFirstTry(atFirstTry));
    if (Settings.CLAIMS) {
      goals.add(claimsWithin(claim));
    }
    goals.add(details("balances").responseTime().percentile(99).lte(balances));
    goals.add(details("transfer").responseTime().percentile(99).lte(transfer));
    goals.add(details("entries").responseTime().percentile(99).lte(entries));
    return goals;
  }
}
